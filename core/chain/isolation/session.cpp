#include "chain/isolation/session.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "chain/isolation/remote_options.hpp"
#include "chain/isolation/wire.hpp"

namespace moderato::isolation {
namespace {

using What = MessageSocket::Received::What;

constexpr std::chrono::seconds time_to_start{60};
constexpr std::chrono::milliseconds between_looks{100};
constexpr std::chrono::seconds time_to_be_reaped{1};

constexpr std::size_t answer_bytes = most_at_once * (largest_answer + sizeof(std::uint32_t));

// More decisions than this are told at once, so that what is untold stays small.
constexpr std::uint32_t many_decisions = 256;

Error cannot_start(std::string why) {
  return {"filter.cannot_start", std::move(why)};
}

}  // namespace

// A channel for the time of one question.
class Session::Borrowed {
 public:
  explicit Borrowed(Session& session) : session_(session) {
    std::unique_lock lock{session_.free_mutex_};
    session_.freed_.wait(lock, [this] { return !session_.free_.empty(); });
    channel_ = session_.free_.back();
    session_.free_.pop_back();
  }
  ~Borrowed() {
    {
      const std::lock_guard lock{session_.free_mutex_};
      session_.free_.push_back(channel_);
    }
    session_.freed_.notify_one();
  }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;

  [[nodiscard]] Channel& get() const { return *channel_; }

 private:
  Session& session_;
  Channel* channel_ = nullptr;
};

Result<std::shared_ptr<Session>> Session::start(const SessionSettings& settings, const moderato_options& options,
                                                const std::function<bool()>& stop,
                                                const std::function<void(int)>& log) {
  std::shared_ptr<Session> session;
  try {
    std::vector<Channel> channels;
    std::vector<MessageSocket> others;  // open until the process has them
    std::vector<int> fds;
    for (std::size_t i = 0; i < settings.callers + 1; ++i) {
      auto [here, there] = MessageSocket::make_pair();
      channels.push_back({std::move(here), Arena::make(settings.request_bytes, answer_bytes), {}});
      fds.push_back(others.emplace_back(std::move(there)).fd());
      fds.push_back(channels.back().arena.memory().get());
    }
    auto process = std::make_unique<ChildProcess>(settings.program, "moderato-filter-host: " + settings.filter, fds);
    session = std::shared_ptr<Session>{new Session{settings, std::move(channels), std::move(process)}};
  } catch (const std::exception& error) {
    return cannot_start(std::string{"its process can't be started: "} + error.what());
  }
  auto done = session->shake_hands(options, stop);
  if (!done) {
    session->process_->kill();
    const std::string how = session->process_->reap();
    log(session->process_->log_fd());
    if (done.error().message.empty()) return cannot_start("its process " + how);
    return done.error();
  }
  return session;
}

// An error without a message: the process is gone, and how is to be seen.
Result<void> Session::shake_hands(const moderato_options& options, const std::function<bool()>& stop) {
  MessageSocket& socket = channels_.front().socket;
  const Error gone{"filter.cannot_start", {}};
  if (!socket.send(to_message({.protocol = protocol,
                               .name = settings_.filter,
                               .plugin_file = settings_.plugin_file.string(),
                               .secret = settings_.secret,
                               .channels = static_cast<std::uint32_t>(settings_.callers),
                               .request_bytes = settings_.request_bytes,
                               .answer_bytes = answer_bytes,
                               .memory_limit = settings_.limits.memory})))
    return gone;
  const auto deadline = std::chrono::steady_clock::now() + time_to_start;
  while (true) {
    const auto received = socket.receive(between_looks);
    if (received.what == What::closed) return gone;
    if (received.what == What::nothing_yet) {
      if (stop()) return cannot_start("the daemon stops");
      if (std::chrono::steady_clock::now() < deadline) continue;
      return cannot_start("its process was not ready within " + std::to_string(time_to_start.count()) + " seconds");
    }
    if (type_of(received.message) == Message::option) {
      if (!answer_option(received.message, options, socket))
        return cannot_start("its process asked for a strange option");
      continue;
    }
    if (Failed failed; read(received.message, failed))
      return Error{failed.loaded ? "filter.cannot_start" : "plugin.cannot_load", failed.why};
    if (!read(received.message, about_)) return cannot_start("its process said what makes no sense");
    break;
  }
  const std::size_t askable = (about_.flags & MODERATO_CONCURRENT) != 0 ? settings_.callers : 1;
  for (std::size_t i = 1; i <= askable; ++i) free_.push_back(&channels_[i]);
  return {};
}

Session::Asked Session::ask(std::span<const moderato_comment* const> comments, std::span<Answer> answers) {
  const Borrowed borrowed{*this};
  Channel& channel = borrowed.get();
  ByteWriter out{channel.arena.requests()};
  std::size_t count = 0;
  for (; count < std::min(comments.size(), most_at_once); ++count) {
    const std::size_t before = out.size();
    encode(out, *comments[count]);
    if (out.ok()) continue;
    out.cut(before);
    break;
  }
  if (count == 0) {
    answers[0] = {{}, "it is too large to be handed to the filter's process", {}};
    return {1, {}};
  }
  const auto begin = std::chrono::steady_clock::now();
  auto& progress = channel.arena.progress();
  progress.done = 0;
  progress.answer_bytes = 0;
  std::optional<std::string> failure;
  const Requests requests{static_cast<std::uint32_t>(count), static_cast<std::uint32_t>(out.size())};
  if (channel.socket.send(to_message(Message::check, requests)))
    failure = wait_until_done(channel);
  else
    failure = why_it_ended();

  Asked asked;
  auto wrong = take_answers(channel, comments.first(count), answers, asked.answered);
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  for (Answer& answer : answers.first(asked.answered)) answer.took = std::min(answer.took, took);
  if (wrong)
    asked.failure = std::move(wrong);
  else if (failure && asked.answered < count)
    asked.failure = std::move(failure);
  else if (asked.answered < count)
    asked.failure = nonsense("fewer answers than comments");
  if (asked.failure) answers[asked.answered].took = took;
  return asked;
}

// Returns what went wrong.
std::optional<std::string> Session::wait_until_done(Channel& channel) {
  std::uint32_t seen = 0;
  while (true) {
    const auto received = channel.socket.receive(std::chrono::ceil<std::chrono::milliseconds>(settings_.limits.time));
    switch (received.what) {
      case What::message:
        if (type_of(received.message) == Message::done) return std::nullopt;
        return nonsense("a message that is none");
      case What::closed:
        return why_it_ended();
      case What::nothing_yet:
        break;
    }
    const std::uint32_t now = channel.arena.progress().done;
    if (std::exchange(seen, now) != now) continue;
    const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(settings_.limits.time);
    end("it did not answer within " + std::to_string(limit.count()) + " ms (time_limit_ms), so its process was ended");
    return why_it_ended();
  }
}

// Returns what is wrong with those that are there; `taken` are good.
std::optional<std::string> Session::take_answers(Channel& channel, std::span<const moderato_comment* const> asked,
                                                 std::span<Answer> answers, std::size_t& taken) {
  const auto& progress = channel.arena.progress();
  const std::size_t done = std::min<std::size_t>(progress.done.load(std::memory_order_acquire), asked.size());
  const std::span<const char> shared = channel.arena.answers();
  const std::size_t bytes = std::min<std::size_t>(progress.answer_bytes.load(std::memory_order_acquire), shared.size());
  channel.copied.assign(shared.data(), bytes);
  ByteReader in{channel.copied};
  for (taken = 0; taken < done; ++taken) {
    const std::string_view answer_text = in.text();
    if (!in.ok()) return nonsense("an answer that ends too early");
    auto answer = decode_answer(answer_text, asked[taken]->text.size);
    if (!answer) return nonsense(answer.error().message);
    answers[taken] = std::move(*answer);
  }
  return std::nullopt;
}

// A process whose host does not keep to what was agreed is damaged: what else it would say is worth nothing.
std::string Session::nonsense(std::string_view what) {
  end("it answered nonsense: " + std::string{what} + "; its process was ended");
  return why_it_ended();
}

void Session::remember(const moderato_decision& decision) {
  const std::span<char> room = channels_.front().arena.requests();
  for (const bool again : {false, true}) {
    ByteWriter out{room.subspan(untold_bytes_)};
    encode(out, decision);
    if (out.ok()) {
      untold_bytes_ += out.size();
      ++untold_count_;
      untold_.store(true, std::memory_order_release);
      break;
    }
    if (again) return;  // larger than any comment that is taken in: an old one, under other limits
    tell();
  }
  if (untold_count_ >= many_decisions) tell();
}

void Session::tell() {
  if (untold_count_ == 0) return;
  Channel& channel = channels_.front();
  channel.arena.progress().done = 0;
  const Requests requests{std::exchange(untold_count_, 0), static_cast<std::uint32_t>(std::exchange(untold_bytes_, 0))};
  if (channel.socket.send(to_message(Message::remember, requests)))
    (void)wait_until_done(channel);
  else
    (void)why_it_ended();
  untold_.store(false, std::memory_order_release);
}

void Session::end(const std::string& why) {
  {
    const std::lock_guard lock{end_mutex_};
    if (!why_) why_ = why;
  }
  process_->kill();
  end_known_.notify_all();
}

bool Session::has_ended() {
  const std::lock_guard lock{end_mutex_};
  return why_.has_value();
}

std::string Session::why_it_ended() {
  {
    std::unique_lock lock{end_mutex_};
    if (end_known_.wait_for(lock, time_to_be_reaped, [this] { return why_.has_value(); })) return *why_;
  }
  end("it closed its connection, and its process was ended");
  const std::lock_guard lock{end_mutex_};
  return *why_;
}

void Session::let_go() {
  for (const Channel& channel : channels_) ::shutdown(channel.socket.fd(), SHUT_RDWR);
}

}  // namespace moderato::isolation
