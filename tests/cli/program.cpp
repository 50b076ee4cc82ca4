#include "program.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace moderato::cli::testing {
namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

Program::Program(const std::string& file, std::vector<std::string> arguments, const std::string& input) {
  const std::string in = folder_.write("in", input);
  const std::string out = folder_.write("out", "");
  const std::string err = folder_.write("err", "");
  arguments.insert(arguments.begin(), file);
  std::vector<char*> raw;
  for (std::string& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("can't fork");
  if (pid_ != 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(::open(in.c_str(), O_RDONLY), STDIN_FILENO);
  ::dup2(::open(out.c_str(), O_WRONLY), STDOUT_FILENO);
  ::dup2(::open(err.c_str(), O_WRONLY), STDERR_FILENO);
  ::execv(file.c_str(), raw.data());
  ::_exit(127);
}

Program::~Program() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

Outcome Program::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content_of(folder_.path() / "out"),
          content_of(folder_.path() / "err")};
}

void Program::signal(int number) const {
  ::kill(pid_, number);
}

Outcome moderato(std::vector<std::string> arguments, const std::string& input) {
  return Program{MODERATO, std::move(arguments), input}.wait();
}

Outcome shell(const std::string& line, const std::string& input) {
  return Program{"/bin/bash", {"-c", line}, input}.wait();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string comment_line(const std::string& id, const std::string& text, const std::string& more) {
  return R"({"id":")" + id + R"(","article":"a1","author":{"id":"u1"},"text":")" + text + "\"" + more + "}\n";
}

}  // namespace moderato::cli::testing
