#include "cli/top/screen.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>

namespace moderato::cli {
namespace {

// ECMA-48 and xterm: the alternate screen, the cursor hidden; and back.
constexpr std::string_view enter = "\x1b[?1049h\x1b[?25l";
constexpr std::string_view leave = "\x1b[?25h\x1b[?1049l";
constexpr std::string_view home = "\x1b[H";
constexpr std::string_view rest_of_line = "\x1b[K";
constexpr std::string_view rest_of_screen = "\x1b[J";
constexpr char ctrl_c = '\x03';

void write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written <= 0) return;  // the terminal is gone, which `wait` tells
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

Screen::Screen() {
  sigset_t wanted{};
  sigemptyset(&wanted);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGWINCH}) sigaddset(&wanted, signal);
  pthread_sigmask(SIG_BLOCK, &wanted, &signals_before_);
  signals_ = ::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
  ::tcgetattr(STDIN_FILENO, &before_);
  termios keys = before_;
  keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &keys);
  write_all(enter);
}

Screen::~Screen() {
  write_all(leave);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  if (signals_ >= 0) ::close(signals_);
  pthread_sigmask(SIG_SETMASK, &signals_before_, nullptr);
}

Screen::Size Screen::size() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

void Screen::draw(std::span<const TopLine> lines) const {
  const Painter painter = Painter::for_output(STDOUT_FILENO);
  std::string picture{home};
  const std::size_t shown = std::min(lines.size(), size().height);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) picture += "\r\n";
    picture.append(painter.paint(lines[i].text, lines[i].colour)).append(rest_of_line);
  }
  picture += rest_of_screen;
  write_all(picture);
}

Screen::Event Screen::wait(std::chrono::milliseconds time) const {
  std::array<pollfd, 2> from{{{STDIN_FILENO, POLLIN, 0}, {signals_, POLLIN, 0}}};
  if (::poll(from.data(), from.size(), static_cast<int>(time.count())) <= 0) return Event::nothing;
  Event event = Event::nothing;
  signalfd_siginfo signal{};
  while (::read(signals_, &signal, sizeof signal) == sizeof signal) {
    if (signal.ssi_signo != SIGWINCH) return Event::quit;
    event = Event::resized;
  }
  if (from[0].revents != 0) {
    std::array<char, 64> typed{};
    const ssize_t count = ::read(STDIN_FILENO, typed.data(), typed.size());
    if (count <= 0) return Event::quit;
    for (const char key : std::string_view{typed.data(), static_cast<std::size_t>(count)})
      if (key == 'q' || key == 'Q' || key == ctrl_c) return Event::quit;
  }
  return event;
}

}  // namespace moderato::cli
