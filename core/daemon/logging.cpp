#include "daemon/logging.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "comment/json_text.hpp"

namespace moderato {
namespace {

// The message as a JSON string: whatever it holds, a line stays a line.
class JsonMessage final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    std::string json;
    append_json_string(json, valid_utf8({message.payload.data(), message.payload.size()}));
    out.append(json.data(), json.data() + json.size());
  }
  [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
    return spdlog::details::make_unique<JsonMessage>();
  }
};

spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

spdlog::level::level_enum level_of(Logger::Severity severity) {
  switch (severity) {
    case Logger::Severity::info:
      return spdlog::level::info;
    case Logger::Severity::warning:
      return spdlog::level::warn;
    case Logger::Severity::error:
      return spdlog::level::err;
    case Logger::Severity::critical:
      return spdlog::level::critical;
  }
  return spdlog::level::critical;
}

bool wants_text(LogFormat format) {
  switch (format) {
    case LogFormat::automatic:
      return ::isatty(STDERR_FILENO) != 0;
    case LogFormat::text:
      return true;
    case LogFormat::json:
      return false;
  }
  return true;
}

}  // namespace

void Logger::write(Severity severity, fmt::string_view text, fmt::format_args values) const {
  const auto level = level_of(severity);
  if (to_->should_log(level)) to_->log(level, fmt::vformat(text, values));
}

void Logger::of_filter(Level level, std::string_view filter, std::string_view message) const {
  to_->log(level_of(level), "filter {}: {}", filter, message);
}

void Logger::set_level(Level level) const {
  to_->set_level(level_of(level));
}

Log make_log(const LogSettings& settings) {
  std::shared_ptr<spdlog::logger> to;
  if (wants_text(settings.format)) {
    to = std::make_shared<spdlog::logger>("moderatod", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    to->set_pattern("%Y-%m-%d %H:%M:%S.%e %^%l%$ %v");
  } else {
    to = std::make_shared<spdlog::logger>("moderatod", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    formatter->add_flag<JsonMessage>('j').set_pattern(
        R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l","pid":%P,"message":%j})");
    to->set_formatter(std::move(formatter));
  }
  to->flush_on(spdlog::level::debug);
  auto log = std::make_shared<const Logger>(std::move(to));
  log->set_level(settings.level);
  return log;
}

FilterLog filter_log(Log log) {
  return [log = std::move(log)](Level level, std::string_view filter, std::string_view message) {
    log->of_filter(level, filter, message);
  };
}

}  // namespace moderato
