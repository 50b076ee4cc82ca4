#include "cli/plugin_check/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <iostream>
#include <memory>
#include <new>
#include <system_error>
#include <utility>

#include "comment/json_text.hpp"
#include "config/fd.hpp"
#include "daemon/process.hpp"

namespace moderato::cli::plugin_check {
namespace {

constexpr std::size_t most_result = 4U << 20U;
constexpr std::size_t most_output = 16'384;
constexpr int failed_inside = 70;  // the kit's own exception, not the plugin's

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

using Slots = std::array<Progress, most_threads>;

// Memory that a child shares.
class SharedSlots {
 public:
  SharedSlots() {
    void* const memory = ::mmap(nullptr, sizeof(Slots), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) fail("mmap");
    slots_ = new (memory) Slots;
  }
  ~SharedSlots() { ::munmap(slots_, sizeof(Slots)); }
  SharedSlots(const SharedSlots&) = delete;
  SharedSlots& operator=(const SharedSlots&) = delete;
  [[nodiscard]] Slots& get() const { return *slots_; }

 private:
  Slots* slots_;
};

struct Pipe {
  Fd read;
  Fd write;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return {Fd{ends[0]}, Fd{ends[1]}};
}

void write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void limit_resources() {
  allow_many_files();  // as the daemon does
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // their shadow is larger than any limit
  constexpr rlim_t bytes = 2ULL << 30U;
  const rlimit memory{bytes, bytes};
  ::setrlimit(RLIMIT_DATA, &memory);
#endif
}

[[noreturn]] void be_the_child(const Work& work, Slots& slots, const Fd& result, const Fd& output) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit_resources();
  const Fd nothing{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
  ::dup2(nothing.get(), STDIN_FILENO);
  ::dup2(output.get(), STDOUT_FILENO);
  ::dup2(output.get(), STDERR_FILENO);
  try {
    write_all(result.get(), work(slots));
  } catch (const std::exception& error) {
    write_all(STDERR_FILENO, error.what());
    ::_exit(failed_inside);
  }
  ::_exit(0);
}

// Reads some of what is there, and closes at its end.
void read_some(Fd& fd, std::string& to) {
  if (!fd) return;
  std::array<char, 65'536> bytes{};
  for (int i = 0; i < 16; ++i) {  // others want to be read as well
    const ssize_t size = ::read(fd.get(), bytes.data(), bytes.size());
    if (size > 0) to.append(bytes.data(), static_cast<std::size_t>(size));
    if (size > 0 || (size < 0 && errno == EINTR)) continue;
    if (size == 0 || errno != EAGAIN) fd.close();
    return;
  }
}

// Whether a call takes longer than it may.
class Watch {
 public:
  Watch(const Slots& slots, std::chrono::milliseconds patience) : slots_(slots), patience_(patience) {}

  // What to say of the call that hangs; empty when none does.
  std::string hanging() {
    const auto now = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      const std::uint64_t state = slots_[i].state();
      if (state != seen_[i].state) seen_[i] = {state, now};
      if (state == 0) continue;
      const auto call = static_cast<Call>(AtWork::what(state));
      const auto most = call == Call::load || call == Call::create ? 10 * patience_ : patience_;
      if (now - seen_[i].since > most)
        return "hung in " + slots_[i].text() + ": it did not return within " + std::to_string(most.count()) + " ms";
    }
    return {};
  }

 private:
  struct Seen {
    std::uint64_t state = 0;
    std::chrono::steady_clock::time_point since;
  };
  const Slots& slots_;
  std::chrono::milliseconds patience_;
  std::array<Seen, most_threads> seen_{};
};

// Of the thread that was in a call; of several, nobody knows which it was.
std::string where(const Slots& slots) {
  std::string first;
  std::size_t count = 0;
  for (const Progress& slot : slots) {
    const std::string text = slot.text();
    if (!text.empty() && count++ == 0) first = " in " + text;
  }
  return count < 2 ? first : first + ", or another of " + std::to_string(count) + " calls at once";
}

std::string how_it_ended(int status, const Slots& slots) {
  if (WIFSIGNALED(status)) {
    const char* const name = ::sigabbrev_np(WTERMSIG(status));
    return "crashed with " + (name != nullptr ? "SIG" + std::string{name} : std::to_string(WTERMSIG(status))) +
           where(slots);
  }
  if (WEXITSTATUS(status) == failed_inside) return "could not go on" + where(slots);
  return "ended the process with exit code " + std::to_string(WEXITSTATUS(status)) + where(slots);
}

class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  ~Child() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    (void)reap();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void kill() const { ::kill(pid_, SIGKILL); }
  [[nodiscard]] bool has_ended() const {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_;
  }
  int reap() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_;
};

}  // namespace

Ended run_apart(const Work& work, std::chrono::milliseconds patience) {
  const SharedSlots shared;
  Pipe result = make_pipe();
  Pipe output = make_pipe();
  std::cout.flush();
  const pid_t pid = ::fork();
  if (pid < 0) fail("fork");
  if (pid == 0) be_the_child(work, shared.get(), result.write, output.write);
  Child child{pid};
  result.write.close();
  output.write.close();

  Ended ended;
  Watch watch{shared.get(), patience};
  // What the plugin left running may keep a pipe open: it is over when the child is.
  for (bool over = false; !over;) {
    std::array<pollfd, 2> ready{{{result.read.get(), POLLIN, 0}, {output.read.get(), POLLIN, 0}}};
    constexpr int look_again_ms = 20;
    ::poll(ready.data(), ready.size(), result.read ? look_again_ms : 1);
    over = child.has_ended();
    read_some(result.read, ended.result);
    read_some(output.read, ended.output);
    if (ended.output.size() > most_output) ended.output.erase(0, ended.output.size() - most_output);
    if (ended.how.empty() && !(ended.how = watch.hanging()).empty()) child.kill();
    if (ended.result.size() > most_result) child.kill();
  }
  const int status = child.reap();
  ended.output = valid_utf8(ended.output);
  if (ended.how.empty() && (status != 0 || ended.result.empty())) ended.how = how_it_ended(status, shared.get());
  ended.well = ended.how.empty();
  return ended;
}

}  // namespace moderato::cli::plugin_check
