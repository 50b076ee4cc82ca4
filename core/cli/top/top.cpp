// moderato top: what the daemon does now, drawn again every second.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <iterator>
#include <optional>
#include <thread>
#include <utility>

#include "cli/client.hpp"
#include "cli/command.hpp"
#include "cli/line_io.hpp"
#include "cli/top/frame.hpp"
#include "cli/top/screen.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

struct TopOptions {
  bool once = false;
  double interval_seconds = 1;
};

// Keys are read between answers: one that does not come must not hold them up for long.
constexpr double most_patience = 2;

// Of pictures that go elsewhere than to a terminal.
constexpr std::size_t printed_width = 120;

Result<TopSample> sample(Client& client) {
  const auto answer = client.ask({{"request", "stats"}, {"buckets", true}});
  if (!answer) return answer.error();
  auto stats = parse_answer(answer->front());
  if (!stats) return stats.error();
  return TopSample{std::move(*stats), std::chrono::duration<double>(Clock::now().time_since_epoch()).count()};
}

// Picture after picture, an empty line between them, or as JSON lines.
ExitCode print(const Globals& globals, const TopOptions& options, Client& client) {
  const Painter painter = Painter::for_output(STDOUT_FILENO);
  std::optional<TopSample> before;
  while (true) {
    auto now = sample(client);
    if (!now) return report(globals, now.error());
    if (globals.json) {
      std::cout << json_line(json::serialize(now->stats)) << std::endl;
    } else {
      for (const TopLine& line : top_frame(*now, before, printed_width))
        std::cout << painter.paint(line.text, line.colour) << '\n';
      std::cout << std::endl;
    }
    if (options.once || !std::cout) return ExitCode::ok;
    before = std::move(*now);
    std::this_thread::sleep_for(std::chrono::duration<double>(options.interval_seconds));
    if (!somebody_reads(STDOUT_FILENO)) return ExitCode::ok;
  }
}

ExitCode watch(const TopOptions& options, Client& client) {
  const Screen screen;
  const auto interval =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.interval_seconds));
  std::optional<TopSample> before;
  std::optional<TopSample> now;
  std::string trouble;
  const auto draw = [&] {
    const std::size_t width = Screen::size().width;
    std::vector<TopLine> lines;
    if (!trouble.empty()) lines.push_back({one_line(trouble, width), Colour::red});
    if (now) std::ranges::move(top_frame(*now, before, width), std::back_inserter(lines));
    screen.draw(lines);
  };
  while (true) {
    auto got = sample(client);
    trouble = got ? "" : got.error().message;
    if (got) before = std::exchange(now, std::move(*got));
    draw();
    const auto next = Clock::now() + interval;
    for (auto left = interval; left.count() > 0; left = next - Clock::now()) {
      switch (screen.wait(std::chrono::ceil<std::chrono::milliseconds>(left))) {
        case Screen::Event::quit:
          return ExitCode::ok;
        case Screen::Event::resized:
          draw();
          break;
        case Screen::Event::nothing:
          break;
      }
    }
  }
}

ExitCode run(const Globals& globals, const TopOptions& options) {
  const bool on_screen = !options.once && !globals.json && is_terminal(STDIN_FILENO) && is_terminal(STDOUT_FILENO);
  Globals patient = globals;
  if (on_screen) patient.timeout_seconds = std::min(globals.timeout_seconds, most_patience);
  auto client = Client::open(patient);
  if (!client) return report(globals, client.error());
  return on_screen ? watch(options, *client) : print(globals, options, *client);
}

void declare(Command& command, TopOptions& options) {
  command.flag("--once", options.once, "Print one picture, of all since the daemon started, and exit");
  command.option("--interval", options.interval_seconds, "Seconds from one picture to the next")
      .shows_default()
      .check(number_between(0.1, 3600));
}

}  // namespace

void add_top(Command& parent, Chosen& chosen) {
  add_command<TopOptions>(parent, chosen, "top", "Watch what the daemon does now; q or Ctrl-C ends it", &declare, &run);
}

}  // namespace moderato::cli
