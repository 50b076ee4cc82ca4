// Where members are looked up.
#pragma once

#include "member.hpp"
#include "moderato/filter.hpp"

namespace moderato::membership {

// Thread-safe: any number of threads call `find` at once.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  // Who wrote this comment. Someone the source doesn't know is Status::unknown. Throws std::runtime_error, with a
  // sentence for the operator, when it can't tell.
  virtual Member find(const Comment& comment) = 0;

  // Whether the same author may be someone else on another site.
  [[nodiscard]] virtual bool by_site() const { return true; }
};

}  // namespace moderato::membership
