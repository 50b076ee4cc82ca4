// What waits to be written to a socket: shared texts, none of them copied.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <cstddef>
#include <span>
#include <vector>

#include "http/response.hpp"

namespace moderato::gateway::http {

// Holds no memory of its own while it is empty.
class Outbox {
 public:
  // As many as one system call is given.
  using Buffers = std::array<boost::asio::const_buffer, 16>;

  void push(SharedText text);
  [[nodiscard]] bool empty() const { return first_ == texts_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::span<const boost::asio::const_buffer> next(Buffers& buffers) const;
  void written(std::size_t bytes);  // at most bytes()
  void clear();

 private:
  std::vector<SharedText> texts_;
  std::size_t first_ = 0;   // the texts before are written
  std::size_t offset_ = 0;  // and so much of this one
  std::size_t bytes_ = 0;   // that wait
};

}  // namespace moderato::gateway::http
