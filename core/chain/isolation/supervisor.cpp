#include "chain/isolation/supervisor.hpp"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <system_error>
#include <utility>

namespace moderato::isolation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// It is started again at once, then after a pause that doubles with each failure in a row. A life of some length ends
// the row.
constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{30'000};
constexpr seconds good_life{10};

// So many failures in a row are a loop.
constexpr int loop = 5;

// How long it may take to end by itself.
constexpr seconds farewell{2};

// Processor time is counted over this, and allowed anew twice as often.
constexpr seconds processor_period{10};

std::string in_words(milliseconds time) {
  return time < seconds{1} ? std::to_string(time.count()) + " ms" : std::to_string(time.count() / 1'000) + " s";
}

}  // namespace

Supervisor::Supervisor(Parts parts) : parts_(std::move(parts)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!wake_) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Supervisor::~Supervisor() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
  ::eventfd_write(wake_.get(), 1);
  if (thread_.joinable()) thread_.join();
}

Result<std::shared_ptr<Session>> Supervisor::start() {
  auto first = first_.get_future();
  thread_ = std::thread{[this] { run(); }};
  return first.get();
}

Result<std::shared_ptr<Session>> Supervisor::running() {
  std::unique_lock lock{mutex_};
  // Who asks may know of an end before the supervisor does.
  if (session_ != nullptr && session_->has_ended()) set_down(session_->why_it_ended());
  const auto ready = [this] { return session_ != nullptr || stopping_ || looping_; };
  changed_.wait_until(lock, down_since_ + parts_.limits.time, ready);
  if (session_ != nullptr) return session_;
  return Error{"filter.down", why_down_ + "; it is not back yet"};
}

void Supervisor::run() {
  const auto stop = [this] {
    const std::lock_guard lock{mutex_};
    return stopping_;
  };
  for (bool first = true; !stop(); first = false) {
    auto started = parts_.start(stop);
    if (first) {
      if (started) parts_.prepare(*started);
      {
        const std::lock_guard lock{mutex_};
        if (started) session_ = *started;
      }
      first_.set_value(started);
      if (!started) return;
    } else if (started) {
      try {
        parts_.prepare(*started);
        {
          const std::lock_guard lock{mutex_};
          session_ = *started;
          looping_ = false;
        }
        changed_.notify_all();
        parts_.log(Level::info, parts_.filter, "its process runs again");
      } catch (const std::exception& error) {
        (*started)->end(std::string{"it could not be told what it had known: "} + error.what());
      }
    }
    if (started) {
      const auto begin = Clock::now();
      watch(*started);
      if (Clock::now() - begin >= good_life) failures_ = 0;
      if (!stop()) wait_before_the_next((*started)->why_it_ended());
    } else if (!stop()) {
      wait_before_the_next("it can't be started again: " + started.error().message);
    }
  }
}

// Until it has ended, or is to.
void Supervisor::watch(const std::shared_ptr<Session>& session) {
  LogLines lines{parts_.filter, parts_.log};
  ChildProcess& process = session->process();
  const auto period = static_cast<double>(processor_period.count());
  const auto allowance = static_cast<std::uint64_t>(std::max(1.0, parts_.limits.cores * period));
  std::array<pollfd, 3> ready{
      {{wake_.get(), POLLIN, 0}, {process.log_fd(), POLLIN, 0}, {process.ended_fd(), POLLIN, 0}}};
  const auto ended = [&] { return ready[2].revents != 0; };
  const auto told_to_stop = [&] { return ready[0].revents != 0; };
  while (!ended() && !told_to_stop()) {
    if (parts_.limits.cores > 0) process.allow_processor_time(allowance);
    ::poll(ready.data(), ready.size(), static_cast<int>(milliseconds{processor_period}.count() / 2));
    lines.read(process.log_fd());
    // Its output may be closed before it ends.
    if ((ready[1].revents & POLLHUP) != 0) ready[1].fd = -1;
  }
  if (!ended()) {
    session->let_go();
    ::poll(&ready[2], 1, static_cast<int>(milliseconds{farewell}.count()));
    process.kill();
  }
  const std::string how = process.reap();
  lines.read(process.log_fd());
  lines.finish();
  session->end("its process " + how);
  const std::lock_guard lock{mutex_};
  if (session_ == session) set_down(session->why_it_ended());
}

void Supervisor::set_down(const std::string& why) {
  session_ = nullptr;
  why_down_ = why;
  down_since_ = Clock::now();
}

// Says what happened, and waits before the next attempt.
void Supervisor::wait_before_the_next(const std::string& why) {
  ++failures_;
  parts_.restarts.fetch_add(1, std::memory_order_relaxed);
  const bool looping = failures_ >= loop;
  milliseconds pause{0};
  for (int i = 1; i < failures_ && pause < longest_pause; ++i) pause = std::max(first_pause, pause * 2);
  pause = std::min(pause, longest_pause);
  {
    const std::lock_guard lock{mutex_};
    why_down_ = why;
    looping_ = looping;
  }
  std::string said = why;
  if (looping) said += "; it has failed " + std::to_string(failures_) + " times in a row: on_error decides meanwhile";
  said += pause.count() == 0 ? "; starting it again" : "; starting it again in " + in_words(pause);
  parts_.log(looping ? Level::error : Level::warning, parts_.filter, said);
  changed_.notify_all();
  pollfd woken{wake_.get(), POLLIN, 0};
  ::poll(&woken, 1, static_cast<int>(pause.count()));
}

}  // namespace moderato::isolation
