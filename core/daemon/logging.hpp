// The daemon's log, by spdlog: text on a terminal, JSON lines otherwise. On stderr, for systemd to keep.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "chain/filter.hpp"
#include "config/settings.hpp"

namespace spdlog {
class logger;
}

namespace moderato {

// Writes lines, formatted as by fmt. Thread-safe.
//
// In front of spdlog's own class so that spdlog and fmt's formatting are compiled once, not wherever a line is written.
class Logger {
 public:
  enum class Severity : std::uint8_t { info, warning, error, critical };

  explicit Logger(std::shared_ptr<spdlog::logger> to) : to_(std::move(to)) {}

  template <class... Values>
  void info(fmt::format_string<Values...> text, Values&&... values) const {
    write(Severity::info, text, fmt::make_format_args(values...));
  }
  template <class... Values>
  void warn(fmt::format_string<Values...> text, Values&&... values) const {
    write(Severity::warning, text, fmt::make_format_args(values...));
  }
  template <class... Values>
  void error(fmt::format_string<Values...> text, Values&&... values) const {
    write(Severity::error, text, fmt::make_format_args(values...));
  }
  // The daemon can't go on.
  template <class... Values>
  void critical(fmt::format_string<Values...> text, Values&&... values) const {
    write(Severity::critical, text, fmt::make_format_args(values...));
  }

  // What a filter says, under its name.
  void of_filter(Level level, std::string_view filter, std::string_view message) const;

  // Writes from now on what is of this level or above.
  void set_level(Level level) const;

 private:
  void write(Severity severity, fmt::string_view text, fmt::format_args values) const;

  std::shared_ptr<spdlog::logger> to_;
};

using Log = std::shared_ptr<const Logger>;

[[nodiscard]] Log make_log(const LogSettings& settings);

[[nodiscard]] FilterLog filter_log(Log log);

}  // namespace moderato
