#include "model_file.hpp"

#include <xxhash.h>

#include <bit>
#include <cmath>
#include <fstream>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "features.hpp"

namespace moderato::civility {
namespace {

static_assert(std::endian::native == std::endian::little, "the model file is little-endian");

// The file is this and then what Body lists.
struct Header {
  std::array<char, 8> magic{'M', 'D', 'C', 'I', 'V', 'I', 'L', '\n'};
  std::uint32_t version = 2;  // of the file's layout
  std::uint32_t features = features_version;
  std::uint32_t slots = slot_bits;
  std::uint32_t attributes = attribute_count;
  std::uint32_t dimensions = Network::dimensions;
  std::uint32_t lanes = Network::lanes;
  std::uint32_t words = 0;
  std::uint32_t masked = 0;
  std::uint64_t checksum = 0;  // XXH3 of all that follows
};
static_assert(std::is_trivially_copyable_v<Header> && sizeof(Header) == 48);

constexpr std::uint32_t most_words = 1'000'000;

// Everything the model is made of, as it lies in the file.
struct Body {
  std::vector<std::uint8_t> lengths;  // of the words
  std::string text;                   // all words, one after the other
  std::vector<Word> masked;
  std::vector<Linear::Weights> weights;
  Linear::Units units{};
  Network::Parameters network;
  Calibration calibration;

  // Hands every part to `each` as bytes, in the order of the file.
  template <class Each>
  void parts(Each each) {
    const auto list = [&](auto& values) { each(std::as_writable_bytes(std::span{values})); };
    const auto single = [&](auto& value) { each(std::as_writable_bytes(std::span{&value, 1})); };
    list(lengths);
    list(text);
    list(masked);
    list(weights);
    single(units);
    list(network.vectors);
    list(network.kernels);
    single(network.offsets);
    single(network.weights);
    single(network.intercepts);
    single(calibration);
  }

  // The numbers that must be finite.
  template <class Each>
  void numbers(Each each) const {
    const auto all = [&](const auto& values) {
      for (const float value : values) each(value);
    };
    all(units);
    all(network.kernels);
    all(network.offsets);
    for (const auto& row : network.weights) all(row);
    all(network.intercepts);
    all(calibration.linear);
    all(calibration.network);
    all(calibration.intercept);
  }
};

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw std::runtime_error(
      "the civility model " + file.string() + " " + why +
      "; use the civility.model that came with this version, or make one with scripts/train-civility");
}

// Reads the file part by part, so that no copy of the whole is needed, and adds up its checksum.
class Source {
 public:
  explicit Source(const std::filesystem::path& file) : file_(file), in_(file, std::ios::binary | std::ios::ate) {
    const auto size = in_ ? static_cast<std::streamoff>(in_.tellg()) : -1;
    if (size < 0) refuse(file_, "can't be read");
    left_ = static_cast<std::size_t>(size);
    in_.seekg(0);
    XXH3_64bits_reset(sum_.get());
  }

  [[nodiscard]] std::size_t left() const { return left_; }
  void take_unsummed(std::span<std::byte> part) {
    if (part.size() > left_) refuse(file_, "has the wrong size");
    left_ -= part.size();
    if (!in_.read(reinterpret_cast<char*>(part.data()), static_cast<std::streamsize>(part.size())))
      refuse(file_, "can't be read");
  }
  void take(std::span<std::byte> part) {
    take_unsummed(part);
    XXH3_64bits_update(sum_.get(), part.data(), part.size());
  }
  [[nodiscard]] std::uint64_t checksum() const { return XXH3_64bits_digest(sum_.get()); }

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  const std::filesystem::path& file_;
  std::ifstream in_;
  std::size_t left_ = 0;
  std::unique_ptr<XXH3_state_t, Free> sum_{XXH3_createState()};
};

void check(const std::filesystem::path& file, const Header& header) {
  const Header expected;
  if (header.magic != expected.magic) refuse(file, "is not a civility model");
  if (header.version != expected.version)
    refuse(file, "has file version " + std::to_string(header.version) + ", not " + std::to_string(expected.version));
  const auto same = [&](const char* what, std::uint32_t found, std::uint32_t wanted) {
    if (found != wanted)
      refuse(file, "was trained for other features than this filter reads: " + std::string{what} + " " +
                       std::to_string(found) + ", not " + std::to_string(wanted));
  };
  same("features version", header.features, expected.features);
  same("slot bits", header.slots, expected.slots);
  same("attributes", header.attributes, expected.attributes);
  same("vector dimensions", header.dimensions, expected.dimensions);
  same("kernel lanes", header.lanes, expected.lanes);
  if (header.words > most_words || header.masked > header.words) refuse(file, "has an impossible number of words");
}

void check_words(const std::filesystem::path& file, const Body& body) {
  std::size_t size = 0;
  for (const std::uint8_t length : body.lengths) {
    if (length == 0 || length > Lexicon::longest_word) refuse(file, "has a word of impossible length");
    size += length;
  }
  if (size > body.text.size()) refuse(file, "has words longer than their text");
  if (size < body.text.size()) refuse(file, "has words shorter than their text");
}

}  // namespace

Model load_model(const std::filesystem::path& file) {
  Source source{file};
  Header header;
  if (source.left() < sizeof header) refuse(file, "is not a civility model");
  source.take_unsummed(std::as_writable_bytes(std::span{&header, 1}));
  check(file, header);

  Body body;
  body.lengths.resize(header.words);
  body.masked.resize(header.masked);
  body.weights.resize(slot_count);
  body.network.vectors.resize((header.words + std::size_t{1}) * Network::dimensions);
  body.network.kernels.resize(Network::dimensions * Network::lanes);
  std::size_t known = 0;  // the size of all but the words' text, which takes what is left
  body.parts([&](std::span<std::byte> part) { known += part.size(); });
  if (source.left() < known) refuse(file, "has the wrong size");
  body.text.resize(source.left() - known);
  body.parts([&](std::span<std::byte> part) { source.take(part); });
  if (source.checksum() != header.checksum) refuse(file, "is damaged (its checksum does not match)");
  body.numbers([&](float number) {
    if (!std::isfinite(number)) refuse(file, "has a weight that is no number");
  });
  for (const Word word : body.masked)
    if (index_of(word) >= header.words) refuse(file, "names a word that it does not have");
  check_words(file, body);
  return Model{Lexicon{std::move(body.text), body.lengths, std::move(body.masked)}, Linear{body.weights, body.units},
               Network{std::move(body.network)}, body.calibration};
}

void save_model(const Model& model, const std::filesystem::path& file) {
  Body body;
  const Lexicon& lexicon = model.lexicon();
  for (std::size_t i = 0; i < lexicon.size(); ++i) {
    const std::string_view word = lexicon.text(static_cast<Word>(i));
    body.lengths.push_back(static_cast<std::uint8_t>(word.size()));
    body.text += word;
  }
  body.masked = lexicon.masked();
  body.weights = model.linear().weights();
  body.units = model.linear().units();
  body.network = model.network().parameters();
  body.calibration = model.calibration();

  std::string bytes;
  body.parts([&](std::span<std::byte> part) { bytes.append(reinterpret_cast<const char*>(part.data()), part.size()); });
  Header header;
  header.words = static_cast<std::uint32_t>(lexicon.size());
  header.masked = static_cast<std::uint32_t>(lexicon.masked().size());
  header.checksum = XXH3_64bits(bytes.data(), bytes.size());
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out.write(reinterpret_cast<const char*>(&header), sizeof header);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw std::runtime_error("can't write " + file.string());
}

}  // namespace moderato::civility
