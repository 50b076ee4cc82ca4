// Ways in which asking a service fails. Each what() goes on from the name of the service: "did not answer in time".
#pragma once

#include <stdexcept>

namespace moderato::external {

// The service is away, too slow, or not itself: the next comment would wait as long for nothing.
struct Away : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// It closed the connection before it sent anything: what an idle connection does that the service no longer wants.
struct Closed : Away {
  using Away::Away;
};

// It answered, and the answer can't be used.
struct BadAnswer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace moderato::external
