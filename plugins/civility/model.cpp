#include "model.hpp"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "features.hpp"

namespace moderato::civility {
namespace {

static_assert(std::endian::native == std::endian::little, "the model file is little-endian");

// The file: this, then slot_count times attribute_count int8 weights.
struct Header {
  std::array<char, 8> magic{'M', 'D', 'C', 'I', 'V', 'I', 'L', '\n'};
  std::uint32_t version = 1;
  std::uint32_t features = features_version;
  std::uint32_t slots = slot_bits;
  std::uint32_t attributes = attribute_count;
  std::uint64_t checksum = 0;  // XXH3 of all that follows
  Model::Calibration calibration;
};
static_assert(std::is_trivially_copyable_v<Header> && sizeof(Header) == 120);
constexpr std::size_t body_size = slot_count * attribute_count;

std::uint64_t checksum(const Header& header, const char* body) {
  return XXH3_64bits_withSeed(body, body_size, XXH3_64bits(&header.calibration, sizeof header.calibration));
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw std::runtime_error(
      "the civility model " + file.string() + " " + why +
      "; use the civility.model that came with this version, or make one with scripts/train-civility");
}

constexpr std::uint64_t even_bytes = 0x00ff00ff00ff00ff;

// Sums rows of eight bytes in sixteen-bit lanes, emptied before they could overflow. The rows lie scattered over more
// memory than the near caches hold, so each is fetched some time before it is added.
class Sum {
 public:
  explicit Sum(const LargeArray<std::uint64_t>& rows) : rows_(rows) {}

  void add(std::uint32_t slot) {
    __builtin_prefetch(&rows_[slot]);
    std::uint32_t& waiting = fetched_[added_++ % fetched_.size()];
    if (added_ > fetched_.size()) sum(rows_[waiting]);
    waiting = slot;
  }
  std::size_t finish() {
    for (std::size_t i = 0; i < std::min(added_, fetched_.size()); ++i) sum(rows_[fetched_[i]]);
    empty();
    for (auto& total : totals) total -= static_cast<std::int64_t>(128 * count_);
    return count_;
  }
  std::array<std::int64_t, 8> totals{};

 private:
  void sum(std::uint64_t row) {
    even_ += row & even_bytes;
    odd_ += (row >> 8) & even_bytes;
    if (++pending_ == 256) empty();
  }
  void empty() {
    for (std::size_t i = 0; i < 4; ++i) {
      totals[2 * i] += static_cast<std::int64_t>((even_ >> (16 * i)) & 0xffff);
      totals[2 * i + 1] += static_cast<std::int64_t>((odd_ >> (16 * i)) & 0xffff);
    }
    count_ += pending_;
    pending_ = 0;
    even_ = odd_ = 0;
  }
  const LargeArray<std::uint64_t>& rows_;
  std::array<std::uint32_t, 64> fetched_{};
  std::size_t added_ = 0;
  std::uint64_t even_ = 0;
  std::uint64_t odd_ = 0;
  std::size_t pending_ = 0;
  std::size_t count_ = 0;
};

}  // namespace

Model::Model(const std::vector<Weights>& weights, const Calibration& calibration)
    : rows_(weights.size()), calibration_(calibration) {
  for (std::size_t slot = 0; slot < weights.size(); ++slot) {
    std::uint64_t row = std::uint64_t{128} << 56;
    for (std::size_t a = 0; a < attribute_count; ++a)
      row |= static_cast<std::uint64_t>(weights[slot][a] + 128) << (8 * a);
    rows_[slot] = row;
  }
}

Model Model::load(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) refuse(file, "can't be read");
  const Header expected;
  Header header;
  if (!in.read(reinterpret_cast<char*>(&header), sizeof header) || header.magic != expected.magic)
    refuse(file, "is not a civility model");
  if (header.version != expected.version)
    refuse(file, "has file version " + std::to_string(header.version) + ", not " + std::to_string(expected.version));
  if (header.features != expected.features || header.slots != expected.slots ||
      header.attributes != expected.attributes)
    refuse(file, "was trained for other features (version " + std::to_string(header.features) + ", 2^" +
                     std::to_string(header.slots) + " slots, " + std::to_string(header.attributes) +
                     " attributes) than this filter reads (version " + std::to_string(expected.features) + ", 2^" +
                     std::to_string(expected.slots) + " slots, " + std::to_string(expected.attributes) +
                     " attributes)");
  std::vector<Weights> weights(slot_count);
  static_assert(sizeof(Weights) == attribute_count);
  char* body = reinterpret_cast<char*>(weights.data());
  if (!in.read(body, static_cast<std::streamsize>(body_size)) || in.peek() != std::ifstream::traits_type::eof())
    refuse(file, "has the wrong size");
  if (checksum(header, body) != header.checksum) refuse(file, "is damaged (its checksum does not match)");
  for (std::size_t a = 0; a < attribute_count; ++a)
    if (!std::isfinite(header.calibration.unit[a]) || !std::isfinite(header.calibration.slope[a]) ||
        !std::isfinite(header.calibration.intercept[a]))
      refuse(file, "has a calibration that is no number");
  return Model{weights, header.calibration};
}

void Model::save(const std::filesystem::path& file) const {
  std::vector<Weights> weights(rows_.size());
  for (std::size_t slot = 0; slot < rows_.size(); ++slot)
    for (std::size_t a = 0; a < attribute_count; ++a)
      weights[slot][a] = static_cast<std::int8_t>(static_cast<int>((rows_[slot] >> (8 * a)) & 0xff) - 128);
  const char* body = reinterpret_cast<const char*>(weights.data());
  Header header;
  header.calibration = calibration_;
  header.checksum = checksum(header, body);
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out.write(reinterpret_cast<const char*>(&header), sizeof header);
  out.write(body, static_cast<std::streamsize>(body_size));
  if (!out.flush()) throw std::runtime_error("can't write " + file.string());
}

PerAttribute Model::evidence(std::string_view folded) const {
  Sum sum{rows_};
  for_each_feature(folded, [&](std::size_t, std::uint32_t slot) { sum.add(slot); });
  const auto count = static_cast<double>(sum.finish());
  PerAttribute evidence{};
  if (count > 0) {
    for (std::size_t a = 0; a < attribute_count; ++a) {
      const double x = calibration_.unit[a] * static_cast<double>(sum.totals[a]) / std::sqrt(count);
      evidence[a] = x / std::sqrt(1 + std::abs(x));
    }
  }
  return evidence;
}

PerAttribute Model::score(std::string_view folded) const {
  if (folded.empty()) return {};
  PerAttribute scores = evidence(folded);
  for (std::size_t a = 0; a < attribute_count; ++a)
    scores[a] = 1 / (1 + std::exp(-(calibration_.slope[a] * scores[a] + calibration_.intercept[a])));
  return scores;
}

void Model::explain(std::string_view folded, std::size_t attribute, std::vector<std::int32_t>& words) const {
  words.clear();
  for_each_feature(folded, [&](std::size_t word, std::uint32_t slot) {
    if (word >= words.size()) words.resize(word + 1);
    words[word] += static_cast<std::int32_t>((rows_[slot] >> (8 * attribute)) & 0xff) - 128;
  });
}

}  // namespace moderato::civility
