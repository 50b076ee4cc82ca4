// Writing and reading a bounded run of bytes, for what travels between two processes of one machine: numbers are in its
// own byte order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

#include "moderato/abi.h"

namespace moderato::isolation {

template <class T>
concept Number = std::is_arithmetic_v<T>;

inline constexpr std::uint32_t absent = ~std::uint32_t{0};  // in place of a string's size

// Ends up not `ok` when something did not fit; what was written is of no use then.
class ByteWriter {
 public:
  explicit ByteWriter(std::span<char> room) : room_(room) {}

  template <Number T>
  void number(T value) {
    if (char* at = take(sizeof value)) std::memcpy(at, &value, sizeof value);
  }
  template <Number T>
  void numbers(const T* values, std::size_t count) {
    if (char* at = take(count * sizeof(T)); at != nullptr && count > 0) std::memcpy(at, values, count * sizeof(T));
  }
  void text(std::string_view text) { string({text.data() != nullptr ? text.data() : "", text.size()}); }
  void string(moderato_string text) {
    if (text.data == nullptr) return number(absent);
    if (text.size >= absent) {
      ok_ = false;
      return;
    }
    number(static_cast<std::uint32_t>(text.size));
    if (char* at = take(text.size); at != nullptr && text.size > 0) std::memcpy(at, text.data, text.size);
  }

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t size() const { return used_; }
  [[nodiscard]] std::span<char> left() const { return room_.subspan(used_); }
  // Takes back what was written after `size`.
  void cut(std::size_t size) {
    used_ = size;
    ok_ = true;
  }
  // Counts in what was written into `left`.
  void add(std::size_t bytes) { take(bytes); }

 private:
  char* take(std::size_t bytes) {
    if (!ok_ || bytes > room_.size() - used_) {
      ok_ = false;
      return nullptr;
    }
    char* at = room_.data() + used_;
    used_ += bytes;
    return at;
  }

  std::span<char> room_;
  std::size_t used_ = 0;
  bool ok_ = true;
};

// Ends up not `ok` when it was asked for more than there is; what it then gives is zero, empty or absent. Strings point
// into the bytes.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <Number T>
  T number() {
    T value{};
    if (const char* at = take(sizeof value)) std::memcpy(&value, at, sizeof value);
    return value;
  }
  moderato_string string() {
    const auto size = number<std::uint32_t>();
    if (size == absent || !ok_) return {nullptr, 0};
    const char* at = take(size);
    return at == nullptr ? moderato_string{nullptr, 0} : moderato_string{at, size};
  }
  std::string_view text() {
    const moderato_string read = string();
    return read.data == nullptr ? std::string_view{} : std::string_view{read.data, read.size};
  }

  [[nodiscard]] bool ok() const { return ok_; }
  // Everything was read, and nothing beyond.
  [[nodiscard]] bool at_end() const { return ok_ && bytes_.empty(); }
  [[nodiscard]] std::size_t left() const { return bytes_.size(); }

 private:
  const char* take(std::size_t bytes) {
    if (!ok_ || bytes > bytes_.size()) {
      ok_ = false;
      return nullptr;
    }
    const char* at = bytes_.data();
    bytes_.remove_prefix(bytes);
    return at;
  }

  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace moderato::isolation
