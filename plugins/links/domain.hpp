// Names of hosts: one spelling for each, and where one owner's part begins.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

namespace moderato::links {

struct Name {
  std::string ascii;    // lower case, punycode, no final dot; an address as "10.0.0.1" or "[::1]"
  std::string unicode;  // for looking at: punycode decoded
  bool address = false;
};

// Immutable after construction; thread-safe.
class Domains {
 public:
  // Reads the system's list of public suffixes (or the one built into libpsl). Throws std::runtime_error without.
  Domains();
  ~Domains();
  Domains(const Domains&) = delete;
  Domains& operator=(const Domains&) = delete;

  // Any text makes a name; what can't be one is kept in lower case.
  [[nodiscard]] Name name(std::string_view host) const;
  // Whether it can be a name at all: letters, digits, '-' and '_' with single dots between, or an address.
  [[nodiscard]] static bool valid(const Name& name);
  // "www.shop.example.co.uk" -> "example.co.uk"; the name itself where nobody can register it.
  [[nodiscard]] std::string registrable(const Name& name) const;
  [[nodiscard]] bool is_top_level(std::string_view label) const;
  // Of the same owner, or one a part of the other.
  [[nodiscard]] bool same_owner(const Name& one, const Name& other) const;

 private:
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

// Domains with all that is below them.
class DomainSet {
 public:
  void insert(std::string ascii) { names_.insert(std::move(ascii)); }
  [[nodiscard]] bool empty() const { return names_.empty(); }
  [[nodiscard]] bool contains(std::string_view ascii) const { return names_.find(ascii) != names_.end(); }
  // The length of the longest entry that `name` is or is below; 0 for none.
  [[nodiscard]] std::size_t match(const Name& name) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_set<std::string, Hash, std::equal_to<>> names_;
};

// Whether `name` is `domain` or below it.
[[nodiscard]] bool is_below(std::string_view name, std::string_view domain);

}  // namespace moderato::links
