#include "program.hpp"

#include <poll.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <utility>

#include "session.hpp"

namespace moderato::remote {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// It is started again at once, then after a pause that doubles with each failure in a row. A life of some length ends
// the row.
constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{30'000};
constexpr seconds good_life{10};

milliseconds pause_after(int failures) {
  milliseconds pause{0};
  for (int i = 1; i < failures && pause < longest_pause; ++i) pause = std::max(first_pause, pause * 2);
  return std::min(pause, longest_pause);
}

std::string in_words(milliseconds time) {
  return time < seconds{1} ? std::to_string(time.count()) + " ms" : std::to_string(time.count() / 1'000) + " s";
}

}  // namespace

Program::Program(Settings settings, Host host) : settings_(std::move(settings)), host_(host), desk_(settings_.timeout) {
  auto first = first_.get_future();
  // Signals are for other threads; one that comes of writing to a program that is gone is for nobody.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread{[this] { run(); }};
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  try {
    first.get();
  } catch (...) {
    thread_.join();
    throw;
  }
}

Program::~Program() {
  desk_.stop();
  thread_.join();
}

void Program::run() {
  for (bool first = true;; first = false) {
    const auto begin = std::chrono::steady_clock::now();
    const std::string why = live(first);
    if ((first && !ready_) || desk_.is_stopping()) return desk_.shut(why);
    if (ready_ && std::chrono::steady_clock::now() - begin >= good_life) failures_ = 0;
    wait_before_the_next(why);
    if (desk_.is_stopping()) return;
  }
}

// Returns why it is over.
std::string Program::live(bool first) {
  ready_ = false;
  std::string why;
  std::string lines;
  try {
    Session session{settings_, desk_, host_};
    why = session.run([&](const Greeting& greeting) { greeted(greeting, first); });
    lines = session.last_lines();
  } catch (const std::exception& error) {
    why = std::string{"can't be talked to: "} + error.what();
  }
  if (first && !ready_)
    first_.set_exception(std::make_exception_ptr(
        std::runtime_error("its program " + why + (lines.empty() ? "" : "; it last wrote: " + lines))));
  return why;
}

void Program::greeted(const Greeting& greeting, bool first) {
  ready_ = true;
  if (first) {
    greeting_ = greeting;
    return first_.set_value();
  }
  host_.log(Level::info, "its program runs again: " + greeting.name + " " + greeting.version);
  // What the host was told at first holds.
  if (greeting.remember.has_value() != greeting_.remember.has_value() ||
      greeting.context.any() != greeting_.context.any())
    host_.log(Level::warning,
              "its program wants other things than when it was first started: they are had after a change of its "
              "configuration, or a restart");
}

void Program::wait_before_the_next(const std::string& why) {
  const milliseconds pause = pause_after(++failures_);
  const std::string next = (settings_.starts_it() ? "starting it again" : "connecting again") +
                           (pause.count() == 0 ? std::string{} : " in " + in_words(pause));
  desk_.shut(why);
  host_.log(Level::warning, "its program " + why + "; " + next);
  pollfd woken{desk_.wake().get(), POLLIN, 0};
  ::poll(&woken, 1, static_cast<int>(pause.count()));
}

}  // namespace moderato::remote
