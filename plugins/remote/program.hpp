// Keeps a program running, from a thread of its own.
#pragma once

#include <future>
#include <string>
#include <thread>

#include "desk.hpp"
#include "greeting.hpp"
#include "moderato/filter.hpp"
#include "settings.hpp"

namespace moderato::remote {

// Thread-safe.
class Program {
 public:
  // Starts it and waits until it is ready. Throws std::runtime_error when it does not become so.
  Program(Settings settings, Host host);
  ~Program();  // ends it
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  [[nodiscard]] Desk& desk() { return desk_; }
  // What it said of itself at first.
  [[nodiscard]] const Greeting& greeting() const { return greeting_; }

 private:
  void run();
  [[nodiscard]] std::string live(bool first);
  void greeted(const Greeting& greeting, bool first);
  void wait_before_the_next(const std::string& why);

  const Settings settings_;
  const Host host_;
  Desk desk_;
  std::promise<void> first_;
  Greeting greeting_;
  int failures_ = 0;    // in a row; of the thread alone
  bool ready_ = false;  // this life was; of the thread alone
  std::thread thread_;
};

}  // namespace moderato::remote
