#include "chain/isolation/child_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <memory>
#include <system_error>
#include <vector>

extern "C" {  // glibc before 2.37 does not say so itself
#include <sys/pidfd.h>
}

#include "chain/isolation/messages.hpp"

namespace moderato::isolation {
namespace {

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

// What is to be done in the new process between fork and exec.
class Preparation {
 public:
  Preparation() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
  }
  ~Preparation() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;

  void put(int fd, int at) { posix_spawn_file_actions_adddup2(&actions_, fd, at); }
  void no_input() { posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0); }
  void close_from(int fd) { posix_spawn_file_actions_addclosefrom_np(&actions_, fd); }
  // The daemon's threads block signals, and a process inherits that.
  void usual_signals() {
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  [[nodiscard]] int run(pid_t& pid, const std::string& program, char* const* arguments) const {
    return ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, arguments, environ);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

std::string how_it_ended(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED) return "ended by itself with exit code " + std::to_string(info.si_status);
  if (info.si_status == SIGXCPU) return "used more processor time than cpu_limit allows, and was ended";
  const char* const name = ::sigdescr_np(info.si_status);
  return "was ended by signal " + std::to_string(info.si_status) +
         (name != nullptr ? " (" + std::string{name} + ")" : "");
}

}  // namespace

ChildProcess::ChildProcess(const std::filesystem::path& program, const std::string& name, std::span<const int> fds) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) fail(errno, "pipe");
  log_ = Fd{pipe[0]};
  const Fd log_end{pipe[1]};
  constexpr int pipe_bytes = 1 << 20;  // what does not fit is lost, rather than that the process waits
  ::fcntl(log_end.get(), F_SETPIPE_SZ, pipe_bytes);

  // Out of the way of the numbers they will have there.
  const int beyond = first_fd + static_cast<int>(fds.size());
  std::vector<Fd> copies;
  Preparation preparation;
  preparation.no_input();
  for (const int at : {STDOUT_FILENO, STDERR_FILENO}) preparation.put(log_end.get(), at);
  for (const int fd : fds) {
    const Fd& copy = copies.emplace_back(::fcntl(fd, F_DUPFD_CLOEXEC, beyond));
    if (!copy) fail(errno, "dup");
    preparation.put(copy.get(), first_fd + static_cast<int>(copies.size()) - 1);
  }
  preparation.close_from(beyond);
  preparation.usual_signals();

  std::string path = program.string();
  std::string label = name;
  const std::array<char*, 3> arguments{path.data(), label.data(), nullptr};
  if (const int failed = preparation.run(pid_, path, arguments.data()); failed != 0) fail(failed, path);
  pidfd_ = Fd{::pidfd_open(pid_, 0)};
  if (!pidfd_) {
    const int error = errno;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    fail(error, "pidfd_open");
  }
}

ChildProcess::~ChildProcess() {
  if (reaped_) return;
  kill();
  (void)reap();
}

void ChildProcess::kill() const {
  ::pidfd_send_signal(pidfd_.get(), SIGKILL, nullptr, 0);
}

std::string ChildProcess::reap() {
  siginfo_t info{};
  while (::waitid(P_PIDFD, static_cast<id_t>(pidfd_.get()), &info, WEXITED) != 0)
    if (errno != EINTR) break;
  reaped_ = true;
  return how_it_ended(info);
}

void ChildProcess::allow_processor_time(std::uint64_t seconds) const {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return;
  const rlimit limit{static_cast<rlim_t>(used.tv_sec) + 1 + seconds, RLIM_INFINITY};
  ::prlimit(pid_, RLIMIT_CPU, &limit, nullptr);
}

}  // namespace moderato::isolation
