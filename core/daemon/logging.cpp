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

Log make_log(const LogSettings& settings) {
  Log log;
  if (wants_text(settings.format)) {
    log = std::make_shared<spdlog::logger>("moderatod", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    log->set_pattern("%Y-%m-%d %H:%M:%S.%e %^%l%$ %v");
  } else {
    log = std::make_shared<spdlog::logger>("moderatod", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    formatter->add_flag<JsonMessage>('j').set_pattern(
        R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l","pid":%P,"message":%j})");
    log->set_formatter(std::move(formatter));
  }
  set_level(log, settings.level);
  log->flush_on(spdlog::level::debug);
  return log;
}

void set_level(const Log& log, Level level) {
  log->set_level(level_of(level));
}

FilterLog filter_log(Log log) {
  return [log = std::move(log)](Level level, std::string_view filter, std::string_view message) {
    log->log(level_of(level), "filter {}: {}", filter, message);
  };
}

}  // namespace moderato
