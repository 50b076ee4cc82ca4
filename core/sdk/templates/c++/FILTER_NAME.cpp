// Holds long comments. Make it yours: check() says what becomes of a comment.
#include <moderato/filter.hpp>

class FilterName final : public moderato::Filter {
 public:
  explicit FilterName(moderato::Options& options) : max_bytes_(options.integer("max_bytes", 2000, 1, 1'000'000)) {}
  moderato::Finding check(const moderato::Comment& comment) override {
    if (std::ssize(comment.text()) <= max_bytes_) return moderato::Finding::pass();
    return moderato::Finding::hold("FILTER_NAME.long", "Is longer than " + std::to_string(max_bytes_) + " bytes.");
  }

 private:
  std::int64_t max_bytes_;
};
MODERATO_FILTER(FilterName, "FILTER_NAME", "1.0", "Holds long comments")
