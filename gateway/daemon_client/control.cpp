#include "daemon_client/control.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <utility>

#include "comment/json_fields.hpp"

namespace moderato::gateway {
namespace json = boost::json;
namespace {

constexpr std::chrono::milliseconds control_busy_pause{50};
constexpr std::size_t most_asked = 32;

Error control_no_answer() {
  return {"control.no_answer", "The moderation daemon has not answered. What was asked for may be done all the same."};
}

Error control_refused(ConnectionWatch::Refusal refusal) {
  return {"control.turned_away",
          refusal == ConnectionWatch::Refusal::key
              ? "The moderation daemon does not let this key in: list it under access.client."
              : "The moderation daemon asks for a key and is shown none, or the other way round."};
}

}  // namespace

Control::Control(ControlSettings settings) : settings_(std::move(settings)) {}

Result<std::unique_ptr<Control>> Control::open(ControlSettings settings) {
  std::unique_ptr<Control> control{new Control{std::move(settings)}};  // NOLINT: the constructor is nobody else's
  if (auto connected = control->connect(); !connected) return connected.error();
  control->thread_ = std::jthread{[&self = *control] { self.run(); }};
  return control;
}

Control::~Control() {
  stopping_ = true;
  mailbox_.wake();
}

Result<void> Control::connect() {
  auto line = DaemonLine::open(context_, {.address = settings_.address, .identity = settings_.identity});
  if (!line) return line.error();
  line_ = std::move(*line);
  return {};
}

void Control::ask(json::object request, Lost lost, Done done) {
  if (count_.fetch_add(1) >= settings_.most) {
    --count_;
    return done(Error{"control.busy", "Too many requests wait for the moderation daemon; try again in a moment."});
  }
  request.erase("ref");
  mailbox_.post({json::serialize(request), lost, std::move(done), Clock::now() + settings_.patience});
}

void Control::run() {
  while (!stopping_) {
    wait();
    line_.call_again_when_due();
    hear_connection();
    for (Question& question : mailbox_.take_all()) waiting_.push_back(std::move(question));
    if (turned_away_) give_up_all(*turned_away_);
    hear_answers();
    give_up_the_late();
    send_what_may();
  }
  for (Question& question : mailbox_.take_all()) waiting_.push_back(std::move(question));
  give_up_all(control_no_answer());
}

void Control::wait() {
  std::array<zmq::pollitem_t, 3> items{{{line_.socket().handle(), 0, ZMQ_POLLIN, 0},
                                        {line_.watch_handle(), 0, ZMQ_POLLIN, 0},
                                        {nullptr, mailbox_.fd(), ZMQ_POLLIN, 0}}};
  auto until = line_.call_again_at().value_or(Clock::now() + std::chrono::hours{1});
  for (const auto& [number, question] : asked_) until = std::min(until, question.until);
  if (!waiting_.empty()) until = std::min(until, waiting_.front().until);
  if (again_at_) until = std::min(until, *again_at_);
  const auto time = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  zmq::poll(items, std::max(time, std::chrono::milliseconds{0}));
}

void Control::hear_connection() {
  const ConnectionWatch::Heard heard = line_.hear();
  if (heard.refusal != ConnectionWatch::Refusal::none) turned_away_ = control_refused(heard.refusal);
  if (heard.lost) {
    connected_ = false;
    connection_lost();
  }
  if (heard.made) {
    turned_away_.reset();
    connected_ = true;
  }
}

// What was on its way has no answer: the daemon sends it to the connection that asked.
void Control::connection_lost() {
  auto lost = std::exchange(asked_, {});
  for (auto question = lost.rbegin(); question != lost.rend(); ++question) {
    if (question->second.lost == Lost::ask_again) {
      waiting_.push_front(std::move(question->second));
    } else {
      --count_;
      question->second.done(control_no_answer());
    }
  }
}

// Only over a connection that stands: what ZeroMQ kept for the next one might be done long after we gave it up.
void Control::send_what_may() {
  if (again_at_ && Clock::now() < *again_at_) return;
  again_at_.reset();
  while (connected_ && !waiting_.empty() && asked_.size() < most_asked) {
    Question question = std::move(waiting_.front());
    waiting_.pop_front();
    const std::string frame =
        question.text.substr(0, question.text.size() - 1) + ",\"ref\":" + std::to_string(++number_) + "}";
    line_.socket().send(zmq::buffer(frame), zmq::send_flags::none);
    asked_.emplace(number_, std::move(question));
  }
}

void Control::hear_answers() {
  zmq::message_t frame;
  while (line_.socket().recv(frame, zmq::recv_flags::dontwait)) {
    const std::string text = frame.to_string();
    while (frame.more())  // none that we ask for has more
      if (!line_.socket().recv(frame, zmq::recv_flags::none)) break;
    json::error_code failed;
    json::value parsed = json::parse(text, failed);
    if (failed || !parsed.is_object()) continue;
    json::object answer = std::move(parsed.get_object());
    const std::int64_t number = integer_in(answer, "ref");
    answer.erase("ref");
    if (const json::object* error = object_in(answer, "error"))
      settle(number, Error{std::string{text_in(*error, "code")}, std::string{text_in(*error, "message")}});
    else
      settle(number, std::move(answer));
  }
}

void Control::settle(std::int64_t number, const Result<json::object>& answer) {
  const auto found = asked_.find(number);
  if (found == asked_.end()) return;  // it was given up
  Question question = std::move(found->second);
  asked_.erase(found);
  if (!answer && answer.error().code == "control.busy") {  // nothing was done
    waiting_.push_front(std::move(question));
    if (!again_at_) again_at_ = Clock::now() + control_busy_pause;
    return;
  }
  --count_;
  question.done(answer);
}

void Control::give_up_all(const Error& why) {
  auto asked = std::exchange(asked_, {});
  auto waiting = std::exchange(waiting_, {});
  for (auto& [number, question] : asked) {
    --count_;
    question.done(why);
  }
  for (Question& question : waiting) {
    --count_;
    question.done(why);
  }
}

void Control::give_up_the_late() {
  const auto now = Clock::now();
  for (auto at = asked_.begin(); at != asked_.end();) {
    if (at->second.until > now) {
      ++at;
      continue;
    }
    const Question question = std::move(at->second);
    at = asked_.erase(at);
    --count_;
    question.done(control_no_answer());
  }
  while (!waiting_.empty() && waiting_.front().until <= now) {
    const Question question = std::move(waiting_.front());
    waiting_.pop_front();
    --count_;
    question.done(Error{"control.busy", "The moderation daemon can't be reached just now; nothing was done."});
  }
}

}  // namespace moderato::gateway
