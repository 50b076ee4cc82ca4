// Keeps a comment whose text is "wait" until a file is there: what comes meanwhile waits behind it. What follows in the
// text is added to the file's name.
#include <chrono>
#include <filesystem>
#include <moderato/filter.hpp>
#include <string>
#include <string_view>
#include <thread>

namespace {

class Gate final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.concurrent = true};
  explicit Gate(moderato::Options& options) : file_(options.string("file", "")) {}

  moderato::Finding check(const moderato::Comment& comment) override {
    constexpr std::string_view wait = "wait";
    if (!comment.text().starts_with(wait)) return moderato::Finding::pass();
    const std::string file = file_ + std::string{comment.text().substr(wait.size())};
    while (!std::filesystem::exists(file)) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    return moderato::Finding::pass();
  }

 private:
  std::string file_;
};

}  // namespace

MODERATO_FILTER(Gate, "gate", "1.0", "Waits for a file")
