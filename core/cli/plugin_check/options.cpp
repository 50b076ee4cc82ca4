#include <utility>

#include "cli/plugin_check/checks.hpp"
#include "cli/plugin_check/resources.hpp"

namespace moderato::cli::plugin_check {
namespace {

constexpr std::string_view unknown_option = "an_option_that_no_filter_has";

class WrongOptions {
 public:
  explicit WrongOptions(const Workbench& bench) : bench_(bench) {}

  // It must be refused.
  void give(std::string_view name, std::string_view value, Outcome& outcome) {
    GivenOptions options = bench_.trial().options;
    const std::string shown = std::string{name} + " = " + std::string{value};
    if (options.write(name, value)) return;  // the configuration's own reading refuses it
    ++given_;
    const Created created = bench_.create(options, shown);
    if (created.subject != nullptr)
      outcome.lines.push_back(failed("options", "created with " + shown, "it is refused",
                                     "read each option once, in the constructor, whatever the others are"));
  }
  [[nodiscard]] std::size_t given() const { return given_; }

 private:
  const Workbench& bench_;
  std::size_t given_ = 0;
};

}  // namespace

Outcome check_options(const Workbench& bench) {
  Outcome outcome;
  const std::vector<AskedOption> asked = bench.create(bench.trial().options, "the options given").asked;
  WrongOptions wrong{bench};
  const Resources before = Resources::now();
  for (const AskedOption& option : asked)
    for (const std::string& value : option.wrong) wrong.give(option.name, value, outcome);
  wrong.give(unknown_option, "1", outcome);
  if (const std::string left = Resources::left_since(before); !left.empty())
    outcome.lines.push_back(failed("options", left + " left by filters that were refused",
                                   "nothing survives a failed create",
                                   "hold what the constructor makes in members that clean up after themselves (RAII)"));
  if (outcome.lines.empty())
    outcome.lines.push_back(ok("options", "refused with each of " + std::to_string(wrong.given()) +
                                              " wrong values, and with an option that it does not know"));
  return outcome;
}

}  // namespace moderato::cli::plugin_check
