#include "cli/submit/sender.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/client.hpp"
#include "comment/json_fields.hpp"

namespace moderato::cli {
namespace json = boost::json;

namespace {

constexpr std::chrono::milliseconds first_retry{1'000};
constexpr std::chrono::milliseconds longest_retry{10'000};
constexpr std::chrono::milliseconds busy_pause{50};
// An answer to a message that the daemon found too large does not say which one it is: such messages travel alone.
constexpr std::size_t large = 200'000;

std::string parcel_key(char kind, std::string_view site, std::string_view name) {
  std::string key{kind};
  return key.append(site).append("/").append(name);  // a site has no slash
}

bool is_error(const json::object& answer, std::string_view code) {
  const json::object* error = object_in(answer, "error");
  return error != nullptr && text_in(*error, "code") == code;
}

// What an answer is to; empty when it does not say.
std::string key_of(const json::object& answer) {
  if (text_in(answer, "stored") == "article")
    return article_parcel_key(text_in(answer, "site"), text_in(answer, "article"));
  return answer.contains("site") ? comment_parcel_key(text_in(answer, "site"), text_in(answer, "id")) : std::string{};
}

}  // namespace

std::string comment_parcel_key(std::string_view site, std::string_view id) {
  return parcel_key('c', site, id);
}
std::string article_parcel_key(std::string_view site, std::string_view article) {
  return parcel_key('a', site, article);
}

Sender::Sender(zmq::context_t& context, Settings settings, OnAnswer on_answer)
    : context_(context),
      settings_(std::move(settings)),
      on_answer_(std::move(on_answer)),
      heard_(Clock::now()),
      retry_after_(std::min(first_retry, settings_.timeout / 4)) {}

Result<Sender> Sender::open(zmq::context_t& context, Settings settings, OnAnswer on_answer) {
  Sender sender{context, std::move(settings), std::move(on_answer)};
  if (auto connected = sender.connect(); !connected) return connected.error();
  return sender;
}

Result<void> Sender::connect() {
  auto line = call(context_, "--desk",
                   {.address = settings_.desk, .identity = settings_.identity, .hear = ConnectionWatch::Hear::losses});
  if (!line) return line.error();
  line_ = std::move(*line);
  return {};
}

void Sender::transmit(Parcel parcel) {
  line_.socket().send(zmq::buffer(parcel.frame), zmq::send_flags::none);
  lines_[parcel.key] = parcel.line;
  sent_.emplace(parcel.line, std::move(parcel));
}

void Sender::transmit_again() {
  if (Clock::now() < busy_until_) return;
  while (!again_.empty() && sent_.size() < settings_.window) {
    Parcel parcel = std::move(again_.front());
    again_.pop_front();
    transmit(std::move(parcel));
  }
}

Result<void> Sender::send(Parcel parcel) {
  const auto must_wait = [&] {
    if (unanswered() == 0) return false;
    if (unanswered() >= settings_.window || !again_.empty()) return true;
    // Two messages of one id would have answers that can't be told apart.
    return lines_.contains(parcel.key) || parcel.frame.size() > large || sent_.begin()->second.frame.size() > large;
  };
  while (must_wait())
    if (auto stepped = step(); !stepped) return stepped;
  if (unanswered() == 0) {
    heard_ = Clock::now();  // silence counts from when something is waited for
    retry_at_ = heard_ + retry_after_;
  }
  transmit(std::move(parcel));
  take_all();  // on the way, so that answers don't pile up
  return {};
}

Result<void> Sender::finish() {
  while (unanswered() > 0)
    if (auto stepped = step(); !stepped) return stepped;
  return {};
}

Result<void> Sender::attend(int fd) {
  return step(fd);
}

Result<void> Sender::step(int fd) {
  transmit_again();
  std::array<zmq::pollitem_t, 3> items{{{line_.socket().handle(), 0, ZMQ_POLLIN, 0},
                                        {line_.watch_handle(), 0, ZMQ_POLLIN, 0},
                                        {nullptr, fd, ZMQ_POLLIN, 0}}};
  std::chrono::milliseconds wait{-1};
  if (unanswered() > 0) {
    const auto until = again_.empty() ? retry_at_ : std::min(retry_at_, busy_until_);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    wait = std::max(left, std::chrono::milliseconds{0});
  }
  zmq::poll(items.data(), fd < 0 ? 2 : 3, wait);
  take_all();
  if (auto refused = turned_away(line_, settings_.desk, settings_.identity)) return *refused;
  return unanswered() > 0 && Clock::now() >= retry_at_ ? after_silence() : Result<void>{};
}

void Sender::take_all() {
  for (auto answer = receive_within(line_.socket(), std::chrono::milliseconds{0}); !answer.empty();
       answer = receive_within(line_.socket(), std::chrono::milliseconds{0}))
    take(answer.front());
}

std::map<std::size_t, Parcel>::iterator Sender::parcel_of(const json::object& answer) {
  if (const auto line = lines_.find(key_of(answer)); line != lines_.end()) return sent_.find(line->second);
  if (!answer.contains("error")) return sent_.end();
  // An error names the id alone, or nothing. When that leaves a choice, messages go one by one from here on: what was
  // refused without a name is sent again, and then known by being alone.
  if (sent_.size() == 1) return sent_.begin();
  const std::string_view id = text_in(answer, "id");
  const auto named = [id](const auto& entry) { return entry.second.id == id; };
  if (!id.empty() && std::count_if(sent_.begin(), sent_.end(), named) == 1)
    return std::find_if(sent_.begin(), sent_.end(), named);
  settings_.window = 1;
  return sent_.end();
}

void Sender::take(std::string_view answer) {
  const auto object = parse_object(answer);
  if (!object) return;
  // That the daemon can't write its ledger is no answer to wait on: it must end within the timeout.
  const bool unavailable = is_error(*object, "ledger.unavailable");
  trouble_ = unavailable ? text_in(*object_in(*object, "error"), "message") : std::string_view{};
  if (!unavailable) heard_ = Clock::now();
  retry_after_ = std::min(first_retry, settings_.timeout / 4);
  retry_at_ = std::min(Clock::now() + retry_after_, heard_ + settings_.timeout);
  const auto found = parcel_of(*object);
  if (found == sent_.end()) return;
  if (unavailable || is_error(*object, "intake.busy")) return come_back(found);
  const std::size_t line = found->first;
  lines_.erase(found->second.key);
  sent_.erase(found);
  on_answer_(answer, line);
}

void Sender::come_back(std::map<std::size_t, Parcel>::iterator busy) {
  const auto behind = [&](const Parcel& parcel) { return parcel.line > busy->first; };
  again_.insert(std::ranges::find_if(again_, behind), std::move(busy->second));
  sent_.erase(busy);
  busy_until_ = Clock::now() + busy_pause;
}

Result<void> Sender::after_silence() {
  if (Clock::now() - heard_ >= settings_.timeout)
    return Error{"cli.no_answer", (trouble_.empty() ? "no answer from the daemon at " + settings_.desk : trouble_) +
                                      "; " + std::to_string(unanswered()) +
                                      (unanswered() == 1 ? " message is" : " messages are") +
                                      " without one (submitting them again later does no harm)"};
  if (auto connected = connect(); !connected) return connected;
  for (auto it = sent_.rbegin(); it != sent_.rend(); ++it) again_.push_front(std::move(it->second));
  sent_.clear();
  transmit_again();
  retry_after_ = std::min(retry_after_ * 2, longest_retry);
  retry_at_ = std::min(Clock::now() + retry_after_, heard_ + settings_.timeout);
  return {};
}

}  // namespace moderato::cli
