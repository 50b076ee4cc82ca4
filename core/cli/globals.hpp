// The options that all sub-commands of `moderato` share.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace moderato::cli {

// Options that stand before or after the sub-command's name.
struct Globals {
  bool json = false;
  std::string config;
  std::string desk;
  std::string feed;
  std::string control;
  std::string key;         // file with our secret key
  std::string server_key;  // the daemon's public key
  double timeout_seconds = 5;

  [[nodiscard]] std::chrono::milliseconds timeout() const {
    return std::chrono::milliseconds{static_cast<std::int64_t>(timeout_seconds * 1000)};
  }
};

}  // namespace moderato::cli
