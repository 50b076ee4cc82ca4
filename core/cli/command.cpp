#include "cli/command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <system_error>
#include <utility>

namespace moderato::cli {
namespace {

template <class Number>
bool reads(const std::string& text, Number& to) {
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, to);
  return read.ec == std::errc{} && read.ptr == end;
}

}  // namespace

Check whole_number_between(std::int64_t least, std::int64_t most) {
  return [least, most](const std::string& value) -> std::string {
    std::int64_t number = 0;
    if (reads(value, number) && number >= least && number <= most) return {};
    return "must be a whole number from " + std::to_string(least) +
           (most == std::numeric_limits<std::int64_t>::max() ? " on" : " to " + std::to_string(most));
  };
}

Check whole_number_from(std::int64_t least) {
  return whole_number_between(least, std::numeric_limits<std::int64_t>::max());
}

Check number_between(double least, double most) {
  return [least, most](const std::string& value) -> std::string {
    double number = 0;
    if (reads(value, number) && number >= least && number <= most) return {};
    const auto text = [](double bound) {
      std::array<char, 32> digits{};
      return std::string{digits.data(),
                         std::to_chars(digits.begin(), digits.end(), bound, std::chars_format::fixed).ptr};
    };
    return "must be a number from " + text(least) + " to " + text(most);
  };
}

Check one_of(std::vector<std::string> names) {
  return [names = std::move(names)](const std::string& value) -> std::string {
    if (std::ranges::find(names, value) != names.end()) return {};
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    return "must be one of " + all;
  };
}

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::shows_default() {
  option_->capture_default_str();
  return *this;
}

Option& Option::of_type(const std::string& name) {
  option_->type_name(name);
  return *this;
}

Option& Option::separated_by(char sign) {
  option_->delimiter(sign);
  return *this;
}

Option& Option::from_environment(const std::string& variable) {
  option_->envname(variable);
  return *this;
}

Option& Option::check(Check check) {
  option_->check(CLI::Validator{[check = std::move(check)](std::string& value) { return check(value); }, ""});
  return *this;
}

Option Command::flag(const std::string& names, bool& to, const std::string& help) {
  return Option{*app_->add_flag(names, to, help)};
}

Option Command::option(const std::string& names, std::string& to, const std::string& help) {
  return Option{*app_->add_option(names, to, help)};
}

Option Command::option(const std::string& names, std::vector<std::string>& to, const std::string& help) {
  return Option{*app_->add_option(names, to, help)};
}

Option Command::option(const std::string& names, std::int64_t& to, const std::string& help) {
  return Option{*app_->add_option(names, to, help)};
}

Option Command::option(const std::string& names, std::uint64_t& to, const std::string& help) {
  return Option{*app_->add_option(names, to, help)};
}

Option Command::option(const std::string& names, double& to, const std::string& help) {
  return Option{*app_->add_option(names, to, help)};
}

void Command::footer(const std::string& text) {
  app_->footer(text);
}

Command Command::add(const std::string& name, const std::string& summary) {
  CLI::App* added = app_->add_subcommand(name, summary);
  added->fallthrough();
  return Command{*added};
}

void Command::needs_command() {
  app_->require_subcommand(1);
}

void Command::when_given(std::function<void()> act) {
  app_->callback(std::move(act));
}

}  // namespace moderato::cli
