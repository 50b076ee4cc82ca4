// The program as a process of ours: started, ended, and never left behind.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "fd.hpp"

namespace moderato::remote {

// What to start, prepared: the program by its path, its arguments, its environment ("NAME=value").
struct Command {
  std::vector<std::string> arguments;  // the first is the program
  std::vector<std::string> environment;
  std::string folder;  // to start in; empty for this one
};

// In a process group of its own, with three pipes and nothing else open. It ends with this object, with the thread that
// made it and with this process, at the latest; those it has started in turn, as long as they stay in its group, end
// with this object. For one thread.
class Child {
 public:
  // Throws std::runtime_error with a sentence.
  explicit Child(const Command& command);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // The other ends of its standard input, output and error output; none of them blocks.
  [[nodiscard]] Fd& input() { return input_; }
  [[nodiscard]] const Fd& output() const { return output_; }
  [[nodiscard]] const Fd& errors() const { return errors_; }
  // Readable once it has ended.
  [[nodiscard]] const Fd& ended() const { return ended_; }

  // To all of its group.
  void signal(int number) const;
  // Waits until it has ended, ends what is left of its group, and says how: "ended by itself with exit code 1". Once.
  std::string reap();

 private:
  pid_t pid_ = -1;
  Fd input_;
  Fd output_;
  Fd errors_;
  Fd ended_;
  bool reaped_ = false;
};

}  // namespace moderato::remote
