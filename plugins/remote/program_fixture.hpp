// The filter with test/odd.py, a program that does what a comment's text says.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "moderato/testing.hpp"

namespace moderato::remote {

class ProgramTest : public ::testing::Test {
 protected:
  using Settings = moderato::testing::Settings;

  // `start`: what the program does before it is greeted. `greeting`: fields of its answer to that.
  void given(const std::string& start = "", const std::string& greeting = "{}", const Settings& more = {}) {
    Settings settings{{"command", std::vector<std::string>{"/usr/bin/python3", REMOTE_ODD, start}},
                      {"settings", R"({"greeting":)" + greeting + "}"},
                      {"timeout_ms", 30'000}};
    for (const auto& [name, value] : more) settings.insert_or_assign(name, value);
    filter_ = std::make_unique<moderato::testing::Filter>(settings);
  }
  std::string refused(const std::string& start, const std::string& greeting = "{}", const Settings& more = {}) {
    try {
      given(start, greeting, more);
    } catch (const std::invalid_argument& why) {
      return why.what();
    }
    return "not refused";
  }

  Finding check(const std::string& text, const std::string& id = "1") {
    return filter_->check({.text = text, .id = id, .json = frame(text, id)});
  }
  // What the program tells.
  std::string told(const std::string& text) { return check(text).message; }
  std::string error(const std::string& text) {
    try {
      (void)check(text);
    } catch (const moderato::testing::CouldNotJudge& why) {
      return why.what();
    }
    return "none";
  }
  // The program's process, however long that takes.
  std::string pid() {
    std::string found;
    wait_for("an answer", [&] {
      try {
        found = told("pid");
      } catch (const moderato::testing::CouldNotJudge&) {
        return false;
      }
      return true;
    });
    return found;
  }
  static std::string frame(const std::string& text, const std::string& id) {
    std::string escaped;
    for (const char c : text) escaped.append(c == '"' || c == '\\' ? "\\" : "").append(1, c);
    return R"({"id":")" + id + R"(","article":"a","author":{"id":"u"},"text":")" + escaped + "\"}";
  }

  bool was_logged(const std::string& text) {
    const auto log = filter_->log();
    return std::ranges::any_of(log, [&](const std::string& line) { return line.find(text) != line.npos; });
  }
  static void wait_for(const std::string& what, const std::function<bool()>& there) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{2};
    while (!there()) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << what;
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
  // Until it judges again.
  void wait_for_restart() {
    wait_for("a restart", [this] { return error("pass") == "none"; });
  }
  static void wait_for_end(const std::string& pid) {
    wait_for("the end of process " + pid, [&] { return !std::filesystem::exists("/proc/" + pid); });
  }

  std::unique_ptr<moderato::testing::Filter> filter_;
};

}  // namespace moderato::remote
