// Says of itself what no plugin should.
#include "moderato/filter.hpp"

namespace {

class Odd final : public moderato::Filter {
 public:
  explicit Odd(moderato::Options& /*options*/) {}
  moderato::Finding check(const moderato::Comment& /*comment*/) override { return moderato::Finding::pass(); }
};

}  // namespace

MODERATO_FILTER(Odd, "an odd name", "", "Two\nlines")
