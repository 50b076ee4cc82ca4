// One life of an isolated filter's process, from its start to its end, as the daemon's threads use it.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chain/filter.hpp"
#include "chain/isolation/arena.hpp"
#include "chain/isolation/child_process.hpp"
#include "chain/isolation/message_socket.hpp"
#include "chain/isolation/messages.hpp"
#include "comment/result.hpp"
#include "config/settings.hpp"

namespace moderato::isolation {

// What every life of a filter's process has in common.
struct SessionSettings {
  std::filesystem::path program;  // moderato-filter-host
  std::string filter;
  std::filesystem::path plugin_file;
  std::array<std::uint8_t, 16> secret{};
  IsolationLimits limits;
  std::size_t callers = 1;        // threads that may ask at once
  std::size_t request_bytes = 0;  // the largest comment, with its context, as it travels
};

// Thread-safe, but for what says otherwise.
class Session {
 public:
  // Starts the process and has it create the filter, whose options it asks for. Gives up when `stop` returns true, and
  // after a minute. Errors: plugin.cannot_load (the plugin can't be used), filter.cannot_start (all else).
  static Result<std::shared_ptr<Session>> start(const SessionSettings& settings, const moderato_options& options,
                                                const std::function<bool()>& stop, const std::function<void(int)>& log);

  [[nodiscard]] const Started& about() const { return about_; }

  struct Asked {
    std::size_t answered = 0;            // how many of the answers are there
    std::optional<std::string> failure;  // what became of the process while it judged the next
  };
  // Has it judge as many as can be handed over at once, at least one unless it fails.
  [[nodiscard]] Asked ask(std::span<const moderato_comment* const> comments, std::span<Answer> answers);

  // Tells it of a decision, with the next ones or before it is asked the next time. One thread at a time.
  void remember(const moderato_decision& decision);
  // Tells it what it was not told yet. One thread at a time.
  void tell();
  [[nodiscard]] bool has_untold() const { return untold_.load(std::memory_order_acquire); }

  // Ends it, if it has not ended. The first reason given is the one that counts.
  void end(const std::string& why);
  [[nodiscard]] bool has_ended();
  // Why it ended. Waits a moment for the reason to be known; a process that has only broken off is ended.
  [[nodiscard]] std::string why_it_ended();
  // It comes to an end by itself, once it has nothing more to do.
  void let_go();

  [[nodiscard]] ChildProcess& process() { return *process_; }

 private:
  // A socket and its memory. One thread at a time.
  struct Channel {
    MessageSocket socket;
    Arena arena;
    std::string copied;  // of the answers: the other end could change them while they are read
  };
  class Borrowed;

  Session(const SessionSettings& settings, std::vector<Channel> channels, std::unique_ptr<ChildProcess> process)
      : settings_(settings), channels_(std::move(channels)), process_(std::move(process)) {}

  [[nodiscard]] Result<void> shake_hands(const moderato_options& options, const std::function<bool()>& stop);
  [[nodiscard]] std::optional<std::string> wait_until_done(Channel& channel);
  [[nodiscard]] std::optional<std::string> take_answers(Channel& channel,
                                                        std::span<const moderato_comment* const> asked,
                                                        std::span<Answer> answers, std::size_t& taken);
  [[nodiscard]] std::string nonsense(std::string_view what);

  const SessionSettings& settings_;
  std::vector<Channel> channels_;  // the first is for starting and remembering
  std::unique_ptr<ChildProcess> process_;
  Started about_;

  std::mutex free_mutex_;
  std::condition_variable freed_;
  std::vector<Channel*> free_;

  std::size_t untold_bytes_ = 0;  // in the memory of the first channel
  std::uint32_t untold_count_ = 0;
  std::atomic<bool> untold_{false};

  std::mutex end_mutex_;
  std::condition_variable end_known_;
  std::optional<std::string> why_;
};

}  // namespace moderato::isolation
