// Where members are looked up.
#pragma once

#include <optional>
#include <span>
#include <vector>

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

  // `find` is asked about these next: what can be looked up for all at once may be. Throws as `find`, which then looks
  // by itself.
  virtual void expect(std::span<const Comment> /*comments*/) {}

  // The same as `find` for each of several in less time, or nothing where it can't tell now. May throw as `find`.
  [[nodiscard]] virtual std::vector<std::optional<Member>> find_all(std::span<const Comment> comments) {
    return std::vector<std::optional<Member>>(comments.size());
  }

  // Whether the same author may be someone else on another site.
  [[nodiscard]] virtual bool by_site() const { return true; }
};

}  // namespace moderato::membership
