#include "cli/plugin_check/asked_options.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "comment/json_text.hpp"
#include "config/duration.hpp"
#include "config/option_data.hpp"
#include "config/wording.hpp"

namespace moderato::cli::plugin_check {
namespace {

using Integers = std::numeric_limits<std::int64_t>;

constexpr std::string_view no_choice = "\"certainly no choice of this option\"";

// What to say of the bounds that say something, and the values beyond them.
template <class T, class Write, class Value>
void note_range(AskedOption& option, T fallback, T least, T most, bool bounded_below, bool bounded_above, Write write,
                Value beyond) {
  option.fallback = write(fallback);
  if (bounded_below && bounded_above)
    option.range = write(least) + " to " + write(most);
  else if (bounded_below)
    option.range = "at least " + write(least);
  else if (bounded_above)
    option.range = "at most " + write(most);
  if (bounded_below) option.wrong.push_back(beyond(least, -1));
  if (bounded_above) option.wrong.push_back(beyond(most, 1));
  if (!(least <= most))
    option.mistake = "no value is at least " + write(least) + " and at most " + write(most);
  else if (fallback < least || fallback > most)
    option.mistake = "its default, " + write(fallback) + ", is not " + option.range;
}

std::string number_beyond(double bound, int side) {
  const double step = std::max(1.0, std::fabs(bound));
  return number_text(bound + side * step);
}

std::string duration_beyond(std::int64_t bound, int side) {
  return "\"" + std::to_string(bound / 1'000 + side) + "ms\"";
}

}  // namespace

boost::json::object to_object(const AskedOption& option) {
  boost::json::object object{{"name", valid_utf8(option.name)}, {"type", option.type}};
  if (!option.fallback.empty()) object["default"] = valid_utf8(option.fallback);
  if (!option.range.empty()) object["range"] = valid_utf8(option.range);
  return object;
}

AskedOption* AskedOptions::note(moderato_string name, std::string_view type) {
  constexpr std::size_t most = 1'000;
  const std::string_view asked = abi::view(name);
  if (asked_.size() == most || std::ranges::find(asked_, asked, &AskedOption::name) != asked_.end()) return nullptr;
  AskedOption option;
  option.name = asked;
  option.type = type;
  const auto& taken = host_keys();
  if (std::ranges::find(taken, asked.substr(0, asked.find('.'))) != taken.end())
    option.mistake = "the name is Moderato's own, and the operator can't set it";
  return &asked_.emplace_back(std::move(option));
}

struct AskedOptions::Getters {
  static AskedOptions& self(void* host) { return *static_cast<AskedOptions*>(host); }

  static std::int64_t integer(void* host, moderato_string name, std::int64_t fallback, std::int64_t least,
                              std::int64_t most) noexcept {
    if (AskedOption* option = self(host).note(name, "integer")) {
      option->wrong = {"\"a text\"", "0.5"};
      note_range(
          *option, fallback, least, most, least > Integers::min(), most < Integers::max(),
          [](std::int64_t value) { return std::to_string(value); },
          [](std::int64_t bound, int side) { return std::to_string(bound + side); });
    }
    const moderato_options& to = self(host).host_;
    return to.integer(to.host, name, fallback, least, most);
  }
  static double number(void* host, moderato_string name, double fallback, double least, double most) noexcept {
    if (AskedOption* option = self(host).note(name, "number")) {
      option->wrong = {"\"a text\"", "nan"};
      constexpr double largest = std::numeric_limits<double>::max() / 4;
      note_range(*option, fallback, least, most, least > -largest, most < largest, number_text, number_beyond);
    }
    const moderato_options& to = self(host).host_;
    return to.number(to.host, name, fallback, least, most);
  }
  static std::uint32_t boolean(void* host, moderato_string name, std::uint32_t fallback) noexcept {
    if (AskedOption* option = self(host).note(name, "true or false")) {
      option->wrong = {"\"a text\"", "1"};
      option->fallback = fallback != 0 ? "true" : "false";
    }
    const moderato_options& to = self(host).host_;
    return to.boolean(to.host, name, fallback);
  }
  static moderato_string string(void* host, moderato_string name, moderato_string fallback) noexcept {
    if (AskedOption* option = self(host).note(name, "string")) {
      option->wrong = {"1", "[\"a list\"]"};
      option->fallback = in_quotes(abi::view(fallback));
    }
    const moderato_options& to = self(host).host_;
    return to.string(to.host, name, fallback);
  }
  static std::size_t choice(void* host, moderato_string name, std::size_t fallback, const moderato_string* choices,
                            std::size_t count) noexcept {
    if (AskedOption* option = self(host).note(name, "one of")) {
      option->wrong = {"1", std::string{no_choice}};
      for (std::size_t i = 0; i < count; ++i) option->range += (i == 0 ? "" : ", ") + in_quotes(abi::view(choices[i]));
      if (fallback < count)
        option->fallback = in_quotes(abi::view(choices[fallback]));
      else
        option->mistake = "its default is none of its choices";
    }
    const moderato_options& to = self(host).host_;
    return to.choice(to.host, name, fallback, choices, count);
  }
  static std::uint32_t list(void* host, moderato_string name, void (*each)(void* to, moderato_string entry),
                            void* to_each) noexcept {
    if (AskedOption* option = self(host).note(name, "list of strings")) option->wrong = {"1", "[1]", "[[\"a list\"]]"};
    const moderato_options& to = self(host).host_;
    return to.list(to.host, name, each, to_each);
  }
  static moderato_string path(void* host, moderato_string name, moderato_string fallback) noexcept {
    if (AskedOption* option = self(host).note(name, "path")) {
      option->wrong = {"1", "\"\""};
      option->fallback = in_quotes(abi::view(fallback));
    }
    const moderato_options& to = self(host).host_;
    return to.path(to.host, name, fallback);
  }
  static std::int64_t duration(void* host, moderato_string name, std::int64_t fallback, std::int64_t least,
                               std::int64_t most) noexcept {
    if (AskedOption* option = self(host).note(name, "time span")) {
      option->wrong = {"1", "\"5x\""};
      note_range(*option, fallback, least, most, least > 0, most < Integers::max() - 1'000, duration_text,
                 duration_beyond);
    }
    const moderato_options& to = self(host).host_;
    return to.duration(to.host, name, fallback, least, most);
  }
  static void refuse(void* host, moderato_string name, moderato_string message) noexcept {
    const moderato_options& to = self(host).host_;
    to.refuse(to.host, name, message);
  }
};

AskedOptions::AskedOptions(const moderato_options& host, const moderato_plugin_v1& plugin, std::string filter)
    : host_(host), plugin_(plugin), filter_(std::move(filter)) {
  raw_ = {sizeof raw_,      this,           &Getters::integer, &Getters::number,   &Getters::boolean, &Getters::string,
          &Getters::choice, &Getters::list, &Getters::path,    &Getters::duration, &Getters::refuse};
}

}  // namespace moderato::cli::plugin_check
