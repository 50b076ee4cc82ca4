// Is slow to be told again what it knew: waits for a file before the first decision of an earlier process. Says how
// many of those it knows.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <moderato/filter.hpp>
#include <string>
#include <thread>

namespace {

class Late final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.concurrent = true, .remembers = true};
  explicit Late(moderato::Options& options) : file_(options.string("file", "")) {}

  moderato::Finding check(const moderato::Comment&) override {
    return moderato::Finding::hold("late.knows", std::to_string(known_));
  }
  void remember(const moderato::Decision& decision) override {
    if (!decision.replayed()) return;
    while (!std::filesystem::exists(file_)) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    ++known_;
  }
  moderato::Lookback lookback() const override { return {std::chrono::hours{1}, 1'000}; }

 private:
  std::string file_;
  std::atomic<int> known_{0};
};

}  // namespace

MODERATO_FILTER(Late, "late", "1.0", "Waits for a file")
