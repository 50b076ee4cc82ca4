#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "accounts/account_tool.hpp"

namespace moderato::gateway::accounts {
namespace {

// Shows nothing of what is typed while it lives.
class NoEcho {
 public:
  NoEcho() : known_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!known_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  ~NoEcho() {
    if (known_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

 private:
  termios before_{};
  bool known_;
};

Result<std::string> read_line(const char* prompt) {
  std::fputs(prompt, stderr);
  std::string line;
  if (!std::getline(std::cin, line)) return Error{"password.not_read", "No password was given."};
  return line;
}

}  // namespace

Result<std::string> read_password() {
  if (::isatty(STDIN_FILENO) == 0) return read_line("");
  const NoEcho quiet;
  auto first = read_line("Password: ");
  if (!first) return first;
  const auto second = read_line("\nAgain: ");
  std::fputs("\n", stderr);
  if (!second) return second;
  if (*first != *second)
    return Error{"password.not_the_same", "These were two different passwords. Nothing was changed."};
  return first;
}

}  // namespace moderato::gateway::accounts
