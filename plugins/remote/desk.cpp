#include "desk.hpp"

#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "messages.hpp"
#include "spans.hpp"

namespace moderato::remote {
namespace {

using namespace std::chrono_literals;

// Of decisions, for a program that is started again.
constexpr std::size_t most_past = 64U << 20U;
// A program that is told the past at start may be so far behind.
constexpr std::size_t most_untold = 8U << 20U;
// But nobody waits for one longer than this.
constexpr auto longest_telling = 10s;

constexpr std::size_t enough_messages = 2;
constexpr std::size_t batch_bytes = 256U << 10U;

constexpr std::size_t most_late = 10'000;

// Of the questions that one thread asks ahead: with long articles for context they would be many. About the others it
// asks when it comes to them.
constexpr std::size_t most_ahead = 1U << 20U;

}  // namespace

Desk::Desk(std::chrono::milliseconds timeout, std::chrono::milliseconds longest_hold,
           std::chrono::milliseconds longest_delay)
    : timeout_(timeout),
      longest_hold_(longest_hold),
      longest_delay_(longest_delay),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      past_(most_past) {
  if (!wake_) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void Desk::expect(std::span<const Comment> comments) {
  std::unique_lock lock{mutex_};
  const ContextParts wanted = greeting_.context;
  lock.unlock();
  std::vector<std::string> questions;
  questions.reserve(comments.size());
  std::size_t bytes = 0;
  for (const Comment& comment : comments) {
    bytes += questions.emplace_back(question(comment, wanted)).size();
    if (bytes >= most_ahead) break;
  }
  lock.lock();
  if (down_) return;
  const auto now = Clock::now();
  std::erase_if(ahead_, [&](const auto& each) {
    if (now < *each.second->unclaimed_until) return false;
    if (!each.second->answer) give_up(*each.second);
    return true;
  });
  for (std::string& each : questions) {
    auto waiting = ask(std::move(each));
    waiting->unclaimed_until = now + (timeout_ + longest_delay_) * comments.size();
    const std::string_view key = waiting->question;
    ahead_.emplace(key, std::move(waiting));
  }
}

Finding Desk::judge(const Comment& comment) {
  std::unique_lock lock{mutex_};
  const ContextParts wanted = greeting_.context;
  const SpanUnit unit = greeting_.span_unit;
  lock.unlock();
  std::string asked = question(comment, wanted);
  lock.lock();
  auto waiting = claim(asked);
  if (!waiting) waiting = ask(std::move(asked));
  if (!waiting->answered.wait_for(lock, timeout_, [&] { return waiting->answer.has_value(); })) {
    give_up(*waiting);
    throw std::runtime_error("its program did not answer within " + std::to_string(timeout_.count()) + " ms" +
                             (stray_.empty() ? "" : "; it wrote what is no answer: " + stray_));
  }
  lock.unlock();
  if (waiting->answer->error) throw std::runtime_error(*waiting->answer->error);
  Finding finding = std::move(waiting->answer->finding);
  if (const auto wrong = to_bytes(finding.spans, comment.text(), unit))
    throw std::runtime_error("its program answered wrongly: " + *wrong);
  return finding;
}

std::unique_ptr<Desk::Waiting> Desk::claim(const std::string& question) {
  const auto found = ahead_.find(question);
  if (found == ahead_.end()) return nullptr;
  auto waiting = std::move(ahead_.extract(found).mapped());
  waiting->unclaimed_until.reset();
  return waiting;
}

std::unique_ptr<Desk::Waiting> Desk::ask(std::string question) {
  if (down_) throw std::runtime_error("its program is not running: " + *down_);
  auto waiting = std::make_unique<Waiting>();
  waiting->question = std::move(question);
  waiting->since = Clock::now();
  queued_.push_back(waiting.get());
  rouse();
  return waiting;
}

void Desk::give_up(Waiting& waiting) {
  if (waiting.id == 0) {
    queued_.erase(std::ranges::find(queued_, &waiting));
    return;
  }
  sent_.erase(waiting.id);
  settle(waiting.message);
  late_.insert(waiting.id);
  late_in_order_.push_back(waiting.id);
  if (late_in_order_.size() > most_late) {
    late_.erase(late_in_order_.front());
    late_in_order_.pop_front();
  }
}

void Desk::remember(const Decision& decision) {
  std::unique_lock lock{mutex_};
  past_.add(decision);
  rouse();
  if (decision.replayed())
    has_told_.wait_for(lock, longest_telling,
                       [this] { return past_.untold_bytes() < most_untold || down_ || stopping_; });
}

void Desk::forget(std::span<const Comment> comments) {
  const std::lock_guard lock{mutex_};
  past_.forget(comments);
  rouse();
}

void Desk::stop() {
  const std::lock_guard lock{mutex_};
  stopping_ = true;
  dozing_ = true;
  rouse();
  has_told_.notify_all();
}

void Desk::rouse() {
  if (std::exchange(dozing_, false)) ::eventfd_write(wake_.get(), 1);
}

void Desk::open(const Greeting& greeting) {
  const std::lock_guard lock{mutex_};
  greeting_ = greeting;
  past_.keep(greeting.remember.value_or(Lookback{}));
  past_.tell_again();
  down_.reset();
}

void Desk::shut(const std::string& why) {
  const std::lock_guard lock{mutex_};
  down_ = why;
  const auto tell = [&](Waiting& waiting) {
    if (waiting.unclaimed_until) return;  // is asked again
    waiting.answer = Answer{.id = waiting.id, .finding = {}, .error = "its program " + why};
    waiting.answered.notify_one();
  };
  for (Waiting* each : std::exchange(queued_, {})) tell(*each);
  for (const auto& [id, each] : std::exchange(sent_, {})) tell(*each);
  std::erase_if(ahead_, [](const auto& each) { return !each.second->answer; });
  messages_.clear();
  late_.clear();
  late_in_order_.clear();
  silent_since_.reset();
  stray_.clear();
  has_told_.notify_all();
}

std::optional<std::string> Desk::next_message() {
  const std::lock_guard lock{mutex_};
  if (down_) return std::nullopt;
  // Before it judges it knows what was decided.
  if (past_.has_untold()) {
    std::string message = past_.next_message();
    has_told_.notify_all();
    return message;
  }
  const auto now = Clock::now();
  if (queued_.empty()) return std::nullopt;
  if (const auto until = held_until(); until && now < *until) return std::nullopt;
  ++last_message_;
  if (greeting_.batch > 0) return next_batch(now);
  Waiting& next = *queued_.front();
  send(next, now);
  return check(next.id, next.question);
}

std::string Desk::next_batch(Clock::time_point now) {
  std::string message;
  for (std::size_t i = 0; i < greeting_.batch && !queued_.empty() && message.size() < batch_bytes; ++i) {
    Waiting& next = *queued_.front();
    send(next, now);
    add_check(message, next.id, next.question);
  }
  close(message);
  return message;
}

void Desk::send(Waiting& waiting, Clock::time_point now) {
  queued_.pop_front();
  waiting.id = ++last_id_;
  waiting.message = last_message_;
  ++messages_[last_message_];
  sent_.emplace(waiting.id, &waiting);
  if (!silent_since_) silent_since_ = now;
}

void Desk::settle(std::uint64_t message) {
  const auto found = messages_.find(message);
  if (found != messages_.end() && --found->second == 0) messages_.erase(found);
}

std::optional<Desk::Clock::time_point> Desk::held_until() const {
  if (greeting_.batch == 0 || messages_.size() < enough_messages || queued_.size() >= greeting_.batch)
    return std::nullopt;
  return queued_.front()->since + longest_hold_;
}

std::size_t Desk::take(std::vector<Answer> answers) {
  const std::lock_guard lock{mutex_};
  std::size_t unknown = 0;
  for (Answer& answer : answers) {
    const auto found = sent_.find(answer.id);
    if (found == sent_.end()) {
      if (late_.erase(answer.id) == 0)
        ++unknown;
      else
        silent_since_.reset();
      continue;
    }
    Waiting& waiting = *found->second;
    sent_.erase(found);
    settle(waiting.message);
    silent_since_.reset();
    stray_.clear();
    waiting.answer = std::move(answer);
    waiting.answered.notify_one();
  }
  return unknown;
}

void Desk::note_stray(std::string what) {
  const std::lock_guard lock{mutex_};
  stray_ = std::move(what);
}

std::optional<Desk::Clock::time_point> Desk::silent_since() {
  const std::lock_guard lock{mutex_};
  return silent_since_;
}

std::optional<std::chrono::milliseconds> Desk::doze() {
  const std::lock_guard lock{mutex_};
  if (stopping_) return 0ms;
  if (!down_) {
    if (past_.has_untold()) return 0ms;
    if (!queued_.empty()) {
      const auto until = held_until();
      if (!until) return 0ms;
      dozing_ = true;
      return std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(*until - Clock::now()));
    }
  }
  dozing_ = true;
  return std::nullopt;
}

void Desk::woken() {
  eventfd_t count = 0;
  ::eventfd_read(wake_.get(), &count);
}

bool Desk::is_stopping() {
  const std::lock_guard lock{mutex_};
  return stopping_;
}

std::size_t Desk::queued() {
  const std::lock_guard lock{mutex_};
  return queued_.size();
}

std::uint64_t Desk::take_lost() {
  const std::lock_guard lock{mutex_};
  return past_.take_lost();
}

}  // namespace moderato::remote
