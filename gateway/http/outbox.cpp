#include "http/outbox.hpp"

#include <algorithm>

namespace moderato::gateway::http {

void Outbox::push(SharedText text) {
  if (!text || text->empty()) return;
  bytes_ += text->size();
  // What is written makes room before memory is asked for, where that pays.
  if (texts_.size() == texts_.capacity() && first_ > texts_.size() / 2) {
    texts_.erase(texts_.begin(), texts_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
  texts_.push_back(std::move(text));
}

std::span<const boost::asio::const_buffer> Outbox::next(Buffers& buffers) const {
  const std::size_t count = std::min(buffers.size(), texts_.size() - first_);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t skipped = i == 0 ? offset_ : 0;
    const std::string& text = *texts_[first_ + i];
    buffers[i] = {text.data() + skipped, text.size() - skipped};
  }
  return {buffers.data(), count};
}

void Outbox::written(std::size_t bytes) {
  bytes_ -= bytes;
  while (bytes > 0) {
    const std::size_t left = texts_[first_]->size() - offset_;
    if (bytes < left) {
      offset_ += bytes;
      return;
    }
    bytes -= left;
    offset_ = 0;
    texts_[first_++].reset();
  }
  if (empty()) clear();
}

void Outbox::clear() {
  std::vector<SharedText>{}.swap(texts_);  // assigning would keep the memory
  first_ = offset_ = bytes_ = 0;
}

}  // namespace moderato::gateway::http
