// Runs a program as a person would: arguments and standard input in, exit code and both outputs back.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

namespace moderato::cli::testing {

using moderato::testing::TemporaryFolder;

struct Outcome {
  int exit = -1;
  std::string out;
  std::string err;
};

// A program at work. It dies with this one.
class Program {
 public:
  Program(const std::string& file, std::vector<std::string> arguments, const std::string& input = "");
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  Outcome wait();
  void signal(int number) const;

 private:
  TemporaryFolder folder_;
  pid_t pid_ = -1;
};

// The moderato of this build.
Outcome moderato(std::vector<std::string> arguments, const std::string& input = "");

// A command line, as bash has it.
Outcome shell(const std::string& line, const std::string& input = "");

[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

// {"id": "c1", …} with a newline.
[[nodiscard]] std::string comment_line(const std::string& id, const std::string& text, const std::string& more = "");

}  // namespace moderato::cli::testing
