// What the host offers a filter as its options, from values that a test names; refused as the daemon would.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "moderato/filter.hpp"

namespace moderato::testing {

using Value = std::variant<bool, int, std::int64_t, double, std::string, std::vector<std::string>>;
// Nested options by their dotted names; durations as the operator writes them ("5m").
using Settings = std::map<std::string, Value, std::less<>>;

// Microseconds of "250ms", "90s", "5m", "12h" or "30d"; nothing when it is no such time span, or one too long to count.
inline std::optional<std::int64_t> duration_of(std::string_view text) {
  constexpr auto units = std::to_array<std::pair<std::string_view, std::int64_t>>(
      {{"ms", 1'000}, {"s", 1'000'000}, {"m", 60'000'000}, {"h", 3'600'000'000}, {"d", 86'400'000'000}});
  const char* const last = text.data() + text.size();
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), last, count);
  if (error != std::errc{} || count < 0) return std::nullopt;
  for (const auto& [name, microseconds] : units)
    if (name == std::string_view{end, static_cast<std::size_t>(last - end)})
      return count <= std::numeric_limits<std::int64_t>::max() / microseconds ? std::optional{count * microseconds}
                                                                              : std::nullopt;
  return std::nullopt;
}

// One reading of the options. What `raw` gives points into it.
class OptionsHost {
 public:
  // `data_folder`: where fallbacks of path options are looked up.
  OptionsHost(Settings settings, std::string data_folder)
      : settings_(std::move(settings)), data_folder_(std::move(data_folder)) {
    raw_ = {sizeof(moderato_options),
            this,
            &integer,
            &number,
            &boolean,
            &string,
            &choice,
            &list,
            &path,
            &duration,
            &refuse};
  }
  OptionsHost(const OptionsHost&) = delete;
  OptionsHost& operator=(const OptionsHost&) = delete;

  [[nodiscard]] const moderato_options& raw() const { return raw_; }
  // What was wrong with what the filter asked for; empty when nothing was.
  [[nodiscard]] const std::string& wrong() const { return wrong_; }
  // The options that it did not ask for.
  [[nodiscard]] std::string unknown() const {
    std::string names;
    for (const auto& [name, value] : settings_)
      if (!asked_.contains(name)) names += "unknown option " + name + "; ";
    return names;
  }

 private:
  static OptionsHost& self(void* host) { return *static_cast<OptionsHost*>(host); }

  const Value* find(moderato_string name) {
    asked_.emplace(abi::view(name));
    const auto at = settings_.find(abi::view(name));
    return at == settings_.end() ? nullptr : &at->second;
  }
  template <class T>
  const T* get(moderato_string name) {
    const Value* found = find(name);
    if (found == nullptr) return nullptr;
    const T* value = std::get_if<T>(found);
    if (value == nullptr) blame(name, "has the wrong type");
    return value;
  }
  void blame(moderato_string name, std::string_view what) {
    wrong_.append(abi::view(name)).append(" ").append(what).append("; ");
  }
  template <class T>
  T within(moderato_string name, T value, T least, T most, T fallback) {
    if (value >= least && value <= most) return value;
    blame(name, "is out of range");
    return fallback;
  }
  static std::optional<std::int64_t> whole(const Value& value) {
    if (const int* number = std::get_if<int>(&value)) return *number;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    return std::nullopt;
  }

  static std::int64_t integer(void* host, moderato_string name, std::int64_t fallback, std::int64_t least,
                              std::int64_t most) {
    const Value* value = self(host).find(name);
    if (value == nullptr) return fallback;
    if (const auto found = whole(*value)) return self(host).within(name, *found, least, most, fallback);
    self(host).blame(name, "has the wrong type");
    return fallback;
  }
  static double number(void* host, moderato_string name, double fallback, double least, double most) {
    const Value* value = self(host).find(name);
    if (value == nullptr) return fallback;
    if (const auto found = whole(*value))
      return self(host).within(name, static_cast<double>(*found), least, most, fallback);
    const double* found = std::get_if<double>(value);
    if (found != nullptr) return self(host).within(name, *found, least, most, fallback);
    self(host).blame(name, "has the wrong type");
    return fallback;
  }
  static std::uint32_t boolean(void* host, moderato_string name, std::uint32_t fallback) {
    const bool* value = self(host).get<bool>(name);
    return value ? static_cast<std::uint32_t>(*value) : fallback;
  }
  static moderato_string string(void* host, moderato_string name, moderato_string fallback) {
    const std::string* value = self(host).get<std::string>(name);
    return value ? abi::string(*value) : fallback;
  }
  static std::size_t choice(void* host, moderato_string name, std::size_t fallback, const moderato_string* choices,
                            std::size_t count) {
    const std::string* value = self(host).get<std::string>(name);
    if (value == nullptr) return fallback;
    for (std::size_t i = 0; i < count; ++i)
      if (abi::view(choices[i]) == *value) return i;
    self(host).blame(name, "is none of its choices");
    return fallback;
  }
  static std::uint32_t list(void* host, moderato_string name, void (*each)(void*, moderato_string), void* to) {
    const auto* value = self(host).get<std::vector<std::string>>(name);
    if (value == nullptr) return 0U;
    for (const std::string& entry : *value) each(to, abi::string(entry));
    return 1U;
  }
  static moderato_string path(void* host, moderato_string name, moderato_string fallback) {
    const std::string* value = self(host).get<std::string>(name);
    if (value) return abi::string(*value);
    if (fallback.size == 0) return fallback;
    std::string& kept = self(host).kept_.emplace_back(self(host).data_folder_);
    kept.append("/").append(abi::view(fallback));
    return abi::string(kept);
  }
  static std::int64_t duration(void* host, moderato_string name, std::int64_t fallback, std::int64_t least,
                               std::int64_t most) {
    const std::string* value = self(host).get<std::string>(name);
    if (value == nullptr) return fallback;
    if (const auto span = duration_of(*value)) return self(host).within(name, *span, least, most, fallback);
    self(host).blame(name, "is no duration");
    return fallback;
  }
  static void refuse(void* host, moderato_string name, moderato_string message) {
    self(host).blame(name, abi::view(message));
  }

  Settings settings_;
  std::string data_folder_;
  std::set<std::string, std::less<>> asked_;
  std::deque<std::string> kept_;  // addresses stay
  std::string wrong_;
  moderato_options raw_{};
};

}  // namespace moderato::testing
