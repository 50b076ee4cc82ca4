#include "child.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>

extern "C" {  // glibc before 2.37 does not say so itself
#include <sys/pidfd.h>
}

namespace moderato::remote {
namespace {

[[noreturn]] void fail(const std::string& what, int error) {
  throw std::runtime_error(what + ": " + std::strerror(error));  // NOLINT(concurrency-mt-unsafe)
}

// Beyond the numbers that the new process gives to its own.
Fd moved_up(Fd fd) {
  Fd copy{::fcntl(fd.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1)};
  if (!copy) fail("can't duplicate a descriptor", errno);
  return copy;
}

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("can't make a pipe", errno);
    Fd first{ends[0]};
    Fd second{ends[1]};
    read = moved_up(std::move(first));
    write = moved_up(std::move(second));
  }
  Fd read;
  Fd write;
};

void do_not_block(const Fd& fd) {
  ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));  // NOLINT: execve only reads
  list.push_back(nullptr);
  return list;
}

// What the new process does before it becomes the program. There are no other threads in it, and some may have held
// locks: nothing here may allocate.
struct Birth {
  pid_t parent;
  std::array<int, 3> standard;  // its standard input, output and error output
  int failed;                   // where it says that it could not
  const char* folder;
  char* const* arguments;
  char* const* environment;

  [[noreturn]] void become_the_program() const {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(0);  // it died before
    ::setpgid(0, 0);
    for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (int at = 0; at < 3; ++at) ::dup2(standard[static_cast<std::size_t>(at)], at);
    close_the_rest_at_exec();
    // An isolated filter's allowance of processor time is its own.
    rlimit processor{};
    ::getrlimit(RLIMIT_CPU, &processor);
    processor.rlim_cur = processor.rlim_max;
    ::setrlimit(RLIMIT_CPU, &processor);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (folder[0] == '\0' || ::chdir(folder) == 0) ::execve(arguments[0], arguments, environment);
    const int error = errno;
    [[maybe_unused]] const auto ignored = ::write(failed, &error, sizeof error);
    ::_exit(127);
  }

  static void close_the_rest_at_exec() {
    constexpr int first = STDERR_FILENO + 1;
    if (::close_range(first, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
    constexpr int last = 65'536;  // where the kernel or a sandbox has no such call
    for (int fd = first; fd < last; ++fd) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
};

std::string how_it_ended(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED) return "ended by itself with exit code " + std::to_string(info.si_status);
  const char* const name = ::sigdescr_np(info.si_status);
  return "was ended by signal " + std::to_string(info.si_status) +
         (name != nullptr ? " (" + std::string{name} + ")" : "");
}

}  // namespace

Child::Child(const Command& command) {
  Pipe input;
  Pipe output;
  Pipe errors;
  Pipe failed;
  const auto arguments = pointers(command.arguments);
  const auto environment = pointers(command.environment);
  const Birth birth{.parent = ::getpid(),
                    .standard = {input.read.get(), output.write.get(), errors.write.get()},
                    .failed = failed.write.get(),
                    .folder = command.folder.c_str(),
                    .arguments = arguments.data(),
                    .environment = environment.data()};
  pid_ = ::fork();
  if (pid_ < 0) fail("no process can be started", errno);
  if (pid_ == 0) birth.become_the_program();

  // Also here: a signal to the group must find it, however soon.
  ::setpgid(pid_, pid_);
  failed.write.close();
  int error = 0;
  const bool has_failed = ::read(failed.read.get(), &error, sizeof error) == sizeof error;
  ended_ = Fd{::pidfd_open(pid_, 0)};
  if (has_failed || !ended_) {
    if (!has_failed) error = errno;
    signal(SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    fail(command.arguments.front() + " can't be started", error);
  }
  input_ = std::move(input.write);
  output_ = std::move(output.read);
  errors_ = std::move(errors.read);
  for (const Fd* fd : {&input_, &output_, &errors_}) do_not_block(*fd);
}

Child::~Child() {
  if (reaped_) return;
  signal(SIGKILL);
  (void)reap();
}

void Child::signal(int number) const {
  if (!reaped_) ::kill(-pid_, number);
}

std::string Child::reap() {
  siginfo_t info{};
  const auto wait = [&](int how) {
    while (::waitid(P_PID, static_cast<id_t>(pid_), &info, how) != 0)
      if (errno != EINTR) return;
  };
  wait(WEXITED | WNOWAIT);
  signal(SIGKILL);  // as long as it is not reaped its number, and its group's, is nobody else's
  wait(WEXITED);
  reaped_ = true;
  return how_it_ended(info);
}

}  // namespace moderato::remote
