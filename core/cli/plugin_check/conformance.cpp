#include "cli/plugin_check/conformance.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "cli/plugin_check/checks.hpp"

namespace moderato::cli::plugin_check {
namespace {

struct Check {
  std::string_view name;
  Outcome (*run)(const Workbench& bench);
  bool needed;  // what comes after makes no sense where this failed
};

constexpr auto checks = std::to_array<Check>({
    {"creation", &check_creation, true},
    {"options", &check_options, false},
    {"comments", &check_comments, false},
    {"determinism", &check_determinism, false},
    {"replay", &check_replay, false},
    {"forgetting", &check_forgetting, false},
    {"concurrency", &check_concurrency, false},
    {"leftovers", &check_leftovers, false},
    {"speed", &check_speed, false},
});

// What a sanitizer says, or what the process said last.
std::string words_of(const std::string& output) {
  constexpr std::size_t most = 300;
  const std::size_t sanitizer = output.find("Sanitizer: ");
  if (sanitizer != std::string::npos) {
    const std::size_t begin = output.rfind('\n', sanitizer) + 1;
    return output.substr(begin, std::min(output.find('\n', sanitizer) - begin, most));
  }
  const std::size_t end = output.find_last_not_of(" \n\r\t");
  if (end == std::string::npos) return {};
  const std::size_t begin = output.rfind('\n', end) + 1;
  return output.substr(begin, std::min(end + 1 - begin, most));
}

std::string advice_on(const Ended& ended) {
  if (ended.output.find("runtime does not come first") != std::string::npos)
    return "build the plugin and Moderato with the same sanitizer, or both without";
  if (ended.how.starts_with("hung")) return "bound what is done for a comment; wait for nothing without a limit";
  return "run its tests in a build with -fsanitize=address,undefined: that names the line";
}

class Run {
 public:
  Run(const Trial& trial, std::chrono::milliseconds patience, const std::function<void(const Line&)>& tell)
      : trial_(trial), patience_(patience), tell_(tell) {}

  Conformance all() {
    bool going = one("handshake", [&](auto progress) { return check_handshake(trial_, progress); });
    std::string_view stopped_by = going ? "" : "handshake";
    for (const Check& check : checks) {
      if (!going) {
        add(not_asked(std::string{check.name},
                      "it makes no sense before the check \"" + std::string{stopped_by} + "\" is passed"));
        continue;
      }
      const bool passed = one(check.name, [&](auto progress) { return check.run(Workbench{trial_, progress}); });
      if (passed || (!check.needed && !died_)) continue;
      going = false;
      stopped_by = check.name;
    }
    return std::move(done_);
  }

 private:
  template <class Make>
  bool one(std::string_view name, Make make) {
    Ended ended = run_apart([&](auto progress) { return to_json(make(progress)); }, patience_);
    Outcome outcome;
    died_ = !ended.well;
    if (ended.well && !from_json(ended.result, outcome)) {
      ended.how = "ended without a result";
      died_ = true;
    }
    // Some sanitizers go on after what they found.
    const bool sanitizer = ended.output.find("Sanitizer: ") != std::string::npos;
    if (died_ || sanitizer) {
      const std::string words = words_of(ended.output);
      const std::string what = died_ ? ended.how : "went on after a sanitizer's finding";
      outcome.lines.push_back({std::string{name}, State::failed, what + (words.empty() ? "" : "; it said: " + words),
                               "the plugin does its work and nothing else", advice_on(ended)});
    }
    for (const Line& line : outcome.lines) add(line);
    for (const auto& [key, value] : outcome.facts) {
      if (name == "handshake" && key != "code")
        plugin_[key] = value;
      else
        done_.facts[key] = value;
    }
    if (name == "handshake") done_.facts["plugin"] = plugin_;
    return !outcome.failed();
  }

  void add(Line line) {
    tell_(line);
    done_.lines.push_back(std::move(line));
  }

  const Trial& trial_;
  std::chrono::milliseconds patience_;
  const std::function<void(const Line&)>& tell_;
  Conformance done_;
  boost::json::object plugin_;
  bool died_ = false;
};

}  // namespace

bool Conformance::conforms() const {
  return std::ranges::none_of(lines, [](const Line& line) { return line.state == State::failed; });
}

Conformance check_conformance(const Trial& trial, std::chrono::milliseconds patience,
                              const std::function<void(const Line&)>& tell) {
  return Run{trial, patience, tell}.all();
}

}  // namespace moderato::cli::plugin_check
