// A filter's process, as the daemon has it: started, watched, ended.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "config/fd.hpp"

namespace moderato::isolation {

// Ends the process with the object, at the latest. The thread that makes it must live as long: the process dies with
// that thread. `kill` may be called from any thread, the rest from one at a time.
class ChildProcess {
 public:
  // Starts `program` with the argument `name` and nothing open but: no input, `fds` from number 3 on, and as output and
  // error output a pipe, from which `log` reads. Throws std::system_error.
  ChildProcess(const std::filesystem::path& program, const std::string& name, std::span<const int> fds);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  void kill() const;
  // Waits until it has ended and says how: "was ended by signal 11 (Segmentation fault)". Once.
  std::string reap();

  // From now on it may use so many seconds of processor time; then it is ended.
  void allow_processor_time(std::uint64_t seconds) const;

  [[nodiscard]] pid_t pid() const { return pid_; }
  // Is readable once it has ended.
  [[nodiscard]] int ended_fd() const { return pidfd_.get(); }
  // What it writes to its output; never blocks.
  [[nodiscard]] int log_fd() const { return log_.get(); }

 private:
  pid_t pid_ = -1;
  Fd pidfd_;
  Fd log_;
  bool reaped_ = false;
};

}  // namespace moderato::isolation
