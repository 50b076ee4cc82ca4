// Where those who ask a program meet the one thread that talks to it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "answer.hpp"
#include "fd.hpp"
#include "greeting.hpp"
#include "moderato/filter.hpp"
#include "past.hpp"

namespace moderato::remote {

class Desk {
 public:
  using Clock = std::chrono::steady_clock;

  // `timeout`: how long a comment may take, from when `judge` is called for it. `longest_hold`: while two messages are
  // with a program that likes many comments in one, the others wait for company so long. `longest_delay`: between one
  // call of `judge` and the next, for those expected; beyond it nobody will call.
  explicit Desk(std::chrono::milliseconds timeout,
                std::chrono::milliseconds longest_hold = std::chrono::milliseconds{10},
                std::chrono::milliseconds longest_delay = std::chrono::seconds{1});

  // For any thread.

  // Asks about these, for which `judge` will be called one after another: it finds the answers, and asks itself where
  // the program came to its end in between. Nothing where no program is there.
  void expect(std::span<const Comment> comments);
  // Asks the program and waits. Throws std::runtime_error when there is no answer, or none that is one.
  [[nodiscard]] Finding judge(const Comment& comment);
  // Waits for nobody, but for a program that is told the past at start and reads it slowly.
  void remember(const Decision& decision);
  void forget(std::span<const Comment> comments);
  // From now on the talking thread is to end.
  void stop();

  // For the one thread that talks to the program.

  // A program is there, which knows nothing yet.
  void open(const Greeting& greeting);
  // It is gone. Whoever waits, and whoever asks from now on, is told why.
  void shut(const std::string& why);
  // The next thing to say to it.
  [[nodiscard]] std::optional<std::string> next_message();
  // Its answers. Returns how many were to questions that nobody asked.
  [[nodiscard]] std::size_t take(std::vector<Answer> answers);
  // What it wrote that is no answer, for those who wait in vain.
  void note_stray(std::string what);
  // Since when it has been asked and has answered nothing.
  [[nodiscard]] std::optional<Clock::time_point> silent_since();
  // How long until there may be something to say; zero when there is, nothing when only a call can bring it: then
  // wake() becomes readable with it.
  [[nodiscard]] std::optional<std::chrono::milliseconds> doze();
  [[nodiscard]] const Fd& wake() const { return wake_; }
  void woken();
  [[nodiscard]] bool is_stopping();
  [[nodiscard]] std::uint64_t take_lost();
  // How many comments have not gone to it yet.
  [[nodiscard]] std::size_t queued();

 private:
  struct Waiting {
    std::string question;
    Clock::time_point since;
    std::uint64_t id = 0;                              // 0 while it is not sent
    std::uint64_t message = 0;                         // which it was sent with
    std::optional<Clock::time_point> unclaimed_until;  // while it is asked ahead and nobody waits
    std::optional<Answer> answer;
    std::condition_variable answered;
  };

  // Nothing when it was not asked ahead.
  [[nodiscard]] std::unique_ptr<Waiting> claim(const std::string& question);
  // Throws std::runtime_error when no program is there.
  [[nodiscard]] std::unique_ptr<Waiting> ask(std::string question);
  void give_up(Waiting& waiting);
  void send(Waiting& waiting, Clock::time_point now);
  void settle(std::uint64_t message);
  [[nodiscard]] std::string next_batch(Clock::time_point now);
  // Until when those that are queued wait for company.
  [[nodiscard]] std::optional<Clock::time_point> held_until() const;
  void rouse();

  const std::chrono::milliseconds timeout_;
  const std::chrono::milliseconds longest_hold_;
  const std::chrono::milliseconds longest_delay_;
  Fd wake_;

  std::mutex mutex_;
  bool stopping_ = false;
  bool dozing_ = false;
  std::optional<std::string> down_ = "it has not been started yet";
  Greeting greeting_;
  // Those asked ahead, by question.
  std::unordered_multimap<std::string_view, std::unique_ptr<Waiting>> ahead_;
  std::deque<Waiting*> queued_;
  std::unordered_map<std::uint64_t, Waiting*> sent_;  // by id
  std::map<std::uint64_t, std::size_t> messages_;     // comments that are not answered yet, by message
  std::uint64_t last_id_ = 0;
  std::uint64_t last_message_ = 0;
  // Ids that nobody waits for any more: their answers are late, not wrong.
  std::unordered_set<std::uint64_t> late_;
  std::deque<std::uint64_t> late_in_order_;
  std::optional<Clock::time_point> silent_since_;
  std::string stray_;  // since the last answer
  Past past_;
  std::condition_variable has_told_;
};

}  // namespace moderato::remote
