// Breaks one promise of the SDK: that which its option `does` names. Built once for each set of traits, so that a check
// which the traits ask for finds something to find.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "moderato/filter.hpp"

#ifndef BROKEN_NAME
#define BROKEN_NAME "broken"
#endif
#ifndef BROKEN_TRAITS
#define BROKEN_TRAITS \
  {}
#endif

namespace {

using moderato::Finding;

std::atomic<int> all_filters{0};  // what no filter should have: a state that others share

class Broken final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits BROKEN_TRAITS;

  explicit Broken(moderato::Options& options) : does_(options.string("does", "nothing")) {
    options.integer("whole", 5, 1, 10);
    options.duration("time", std::chrono::seconds{5}, std::chrono::seconds{1}, std::chrono::hours{1});
    if (does("ask for an impossible range")) options.integer("least", 5, 10, 1);
    if (does("have a default out of range")) options.number("share", 2, 0, 1);
    if (does("ask for what is Moderato's")) options.string("mode", "");
    options.choice("choice", 0, {"first", "second"});
    if (does("crash with a wrong option") && asked_before()) std::raise(SIGSEGV);
    if (does("leave a file when refused")) (void)::open("/dev/null", O_RDONLY);
    if (does("leave a thread when refused")) leave_thread();
    if (does("refuse to start")) throw std::runtime_error("no good day");
    number_ = all_filters++;
  }
  ~Broken() override {
    if (does("leave a thread")) leave_thread();
    if (does("hang at the end"))
      while (true) ::pause();
  }

  Finding check(const moderato::Comment& comment) override {
    const std::string_view text = comment.text();
    if (does("crash on an emoji") && text.find("😀") != text.npos) std::raise(SIGSEGV);
    if (does("hang on a flood"))
      while (text.size() > 15'000) ::pause();
    if (does("exit on a link") && text.find("https://") != text.npos) std::_Exit(0);
    if (does("throw on an empty text") && text.empty()) throw std::logic_error("nothing to read");
    if (does("leave a file")) (void)::open("/dev/null", O_RDONLY);
    if (does("leave memory")) left_.push_back(new std::string(100, 'x'));
    if (does("depend on other filters")) return hold("filter " + std::to_string(number_));
    if (does("roll dice")) return hold(std::to_string(++all_filters));
    if (does("read the clock"))
      return hold(std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
    if (does("share a scratch")) return shared_scratch(comment.id());
    if (does("mark half a character")) return half_a_character(text);
    if (does("quote half a character")) return hold(std::string{"You wrote "} + "é"[0]);
    if (does("say nothing")) return Finding::hold(BROKEN_NAME ".silent", "");
    if (does("use another's code")) return Finding::hold("links.too_many", "has links");
    if (does("give a score twice")) {
      Finding finding = hold("scores");
      finding.scores = {{"A", 0.5}, {"A", 0.6}};
      return finding;
    }
    if (does("forget nothing") || does("ignore what is replayed"))
      return seen_.contains(std::string{comment.author_id()}) ? hold("again") : Finding::pass();
    return text.find("spam") != text.npos ? hold("spam") : Finding::pass();
  }
  void remember(const moderato::Decision& decision) override {
    if (does("ignore what is replayed") && decision.replayed()) return;
    if (does("crash on an unknown decision") && decision.replayed()) std::raise(SIGSEGV);
    seen_.insert(std::string{decision.comment().author_id()});
  }
  void forget(std::span<const moderato::Comment> comments) override {
    if (does("crash at forgetting")) std::raise(SIGSEGV);
    if (does("forget nothing")) return;
    for (const moderato::Comment& comment : comments) seen_.erase(std::string{comment.author_id()});
  }
  moderato::Lookback lookback() const override { return {std::chrono::hours{24}, 1'000}; }

 private:
  [[nodiscard]] bool does(std::string_view what) const { return does_ == what; }
  static bool asked_before() {
    static bool before = false;
    return std::exchange(before, true);
  }
  static void leave_thread() {
    std::thread{[] {
      while (true) ::pause();
    }}.detach();
  }
  static Finding hold(std::string message) { return Finding::hold(BROKEN_NAME ".held", std::move(message)); }

  static Finding half_a_character(std::string_view text) {
    Finding finding = hold("has a letter that is not ASCII");
    const auto at = std::ranges::find_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (at == text.end()) return Finding::pass();
    const auto begin = static_cast<std::uint32_t>(at - text.begin());
    finding.spans = {{begin, begin + 1}};
    return finding;
  }

  // Says what another thread wrote meanwhile. The string itself is guarded: it is the answer that is wrong, each time.
  Finding shared_scratch(std::string_view id) {
    scratch_ = std::hash<std::string_view>{}(id);
    std::this_thread::yield();
    return hold(std::to_string(scratch_));
  }

  std::string does_;
  int number_ = 0;
  std::set<std::string> seen_;
  std::atomic<std::size_t> scratch_{0};
  std::vector<std::string*> left_;
};

}  // namespace

MODERATO_FILTER(Broken, BROKEN_NAME, "1.0", "Breaks a promise")
