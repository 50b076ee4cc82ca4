#include "daemon_client/desk.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <utility>

#include "comment/json_fields.hpp"

namespace moderato::gateway {
namespace json = boost::json;
namespace {

constexpr std::chrono::milliseconds desk_busy_pause{50};

std::string key_of(std::string_view site, std::string_view id) {
  return std::string{site}.append("/").append(id);  // a site has no slash
}

Error desk_no_answer() {
  return {"desk.no_answer", "The moderation daemon has not answered yet. The comment may be decided all the same."};
}

Error desk_away() {
  return {"desk.away", "The moderation daemon can't be reached, or takes nothing just now."};
}

Error desk_refused(ConnectionWatch::Refusal refusal) {
  return {"desk.turned_away", refusal == ConnectionWatch::Refusal::key
                                  ? "The moderation daemon does not let this key in: list it under access.client."
                                  : "The moderation daemon asks for a key and is shown none, or the other way round."};
}

std::optional<Error> error_in(const json::object& answer) {
  const json::object* const error = object_in(answer, "error");
  if (error == nullptr) return std::nullopt;
  return Error{std::string{text_in(*error, "code")}, std::string{text_in(*error, "message")}};
}

}  // namespace

Desk::Desk(DeskSettings settings) : settings_(std::move(settings)) {}

Result<std::unique_ptr<Desk>> Desk::open(DeskSettings settings) {
  std::unique_ptr<Desk> desk{new Desk{std::move(settings)}};  // NOLINT: the constructor is nobody else's
  if (auto connected = desk->connect(); !connected) return connected.error();
  desk->thread_ = std::jthread{[&self = *desk] { self.run(); }};
  return desk;
}

Desk::~Desk() {
  stopping_ = true;
  mailbox_.wake();
}

Result<void> Desk::connect() {
  auto line = DaemonLine::open(context_, {.address = settings_.address, .identity = settings_.identity});
  if (!line) return line.error();
  line_ = std::move(*line);
  return {};
}

void Desk::submit(std::string_view site, std::string_view id, std::string frame, Done done) {
  if (count_.fetch_add(1) >= settings_.most) {
    --count_;
    return done(Error{"desk.busy", "Too many comments wait for the moderation daemon; send it again in a moment."});
  }
  mailbox_.post({key_of(site, id), {std::move(frame), std::move(done), Clock::now() + settings_.patience}});
}

void Desk::run() {
  while (!stopping_) {
    wait();
    line_.call_again_when_due();
    hear_connection();
    for (Submission& submission : mailbox_.take_all()) take(std::move(submission));
    zmq::message_t answer;
    while (line_.socket().recv(answer, zmq::recv_flags::dontwait)) take_answer(answer.to_string_view());
    if (again_at_ && Clock::now() >= *again_at_) send_all_again();
    give_up_the_late();
  }
  for (Submission& submission : mailbox_.take_all()) submission.waiting.done(desk_away());
  for (auto& [key, all] : by_key_)
    for (Waiting& waiting : all) waiting.done(desk_away());
}

void Desk::wait() {
  std::array<zmq::pollitem_t, 3> items{{{line_.socket().handle(), 0, ZMQ_POLLIN, 0},
                                        {line_.watch_handle(), 0, ZMQ_POLLIN, 0},
                                        {nullptr, mailbox_.fd(), ZMQ_POLLIN, 0}}};
  auto until = line_.call_again_at().value_or(Clock::now() + std::chrono::hours{1});
  if (!deadlines_.empty()) until = deadlines_.front().first;
  if (again_at_) until = std::min(until, *again_at_);
  const auto time = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  zmq::poll(items, std::max(time, std::chrono::milliseconds{0}));
}

void Desk::hear_connection() {
  const ConnectionWatch::Heard heard = line_.hear();
  if (heard.refusal != ConnectionWatch::Refusal::none) {
    turned_away_ = desk_refused(heard.refusal);
    while (!by_key_.empty()) settle(std::string{by_key_.begin()->first}, *turned_away_);
  }
  if (heard.lost) connected_ = false;
  if (heard.made) {
    turned_away_.reset();
    connected_ = true;
  }
  if (heard.lost && heard.made) send_all_again();
  if (heard.lost && !heard.made) again_at_ = Clock::now() + desk_busy_pause;
}

void Desk::take(Submission submission) {
  if (turned_away_) {
    --count_;
    return submission.waiting.done(*turned_away_);
  }
  deadlines_.emplace_back(submission.waiting.until, submission.key);
  std::deque<Waiting>& all = by_key_[submission.key];
  all.push_back(std::move(submission.waiting));
  if (all.size() == 1) send(all.front());
}

void Desk::send(Waiting& waiting) {
  waiting.sent = true;
  line_.socket().send(zmq::buffer(waiting.frame), zmq::send_flags::none);
}

// Of each comment what is next.
void Desk::send_all_again() {
  again_at_.reset();
  for (auto& [key, all] : by_key_) send(all.front());
}

void Desk::take_answer(std::string_view text) {
  boost::system::error_code failed;
  const json::value parsed = json::parse({text.data(), text.size()}, failed);
  const json::object* const answer = failed ? nullptr : parsed.if_object();
  if (answer == nullptr) return;
  const std::string_view id = text_in(*answer, "id");
  const auto error = error_in(*answer);
  if (!error) return settle(key_of(text_in(*answer, "site"), id), std::string{text});
  // An error does not name the site.
  const auto found = std::ranges::find_if(by_key_, [id](const auto& each) {
    return std::string_view{each.first}.substr(each.first.find('/') + 1) == id && each.second.front().sent;
  });
  if (error->code == "intake.busy" || error->code == "ledger.unavailable") {
    if (found != by_key_.end()) found->second.front().not_taken = true;
    if (!again_at_) again_at_ = Clock::now() + desk_busy_pause;
    return;
  }
  if (found != by_key_.end()) settle(std::string{found->first}, *error);
}

// Answers the first of them, and sends the next.
void Desk::settle(std::string_view key, const Result<std::string>& verdict) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;  // it was given up
  Waiting settled = std::move(found->second.front());
  found->second.pop_front();
  if (found->second.empty())
    by_key_.erase(found);
  else
    send(found->second.front());
  --count_;
  settled.done(verdict);
}

void Desk::give_up_the_late() {
  for (; !deadlines_.empty() && deadlines_.front().first <= Clock::now(); deadlines_.pop_front()) {
    const auto found = by_key_.find(deadlines_.front().second);
    if (found == by_key_.end() || found->second.front().until > Clock::now()) continue;
    // Also those behind: the late answer would be taken for theirs.
    const auto all = std::move(found->second);
    by_key_.erase(found);
    const bool taken = connected_ && !all.front().not_taken;
    for (const Waiting& waiting : all) {
      --count_;
      waiting.done(taken && waiting.sent ? desk_no_answer() : desk_away());
    }
  }
}

}  // namespace moderato::gateway
