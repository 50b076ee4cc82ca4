#include "model_file.hpp"

#include <xxhash.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
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
constexpr std::streamoff most_bytes = 1'000'000'000;

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

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary | std::ios::ate};
  const auto size = in ? static_cast<std::streamoff>(in.tellg()) : -1;
  if (size < 0 || size > most_bytes) refuse(file, size < 0 ? "can't be read" : "is far too large");
  std::string content(static_cast<std::size_t>(size), '\0');
  in.seekg(0);
  if (!in.read(content.data(), size)) refuse(file, "can't be read");
  return content;
}

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

// Takes `part` from the front of `bytes`; false when there is not enough.
bool take(std::string_view& bytes, std::span<std::byte> part) {
  if (bytes.size() < part.size()) return false;
  if (!part.empty()) std::memcpy(part.data(), bytes.data(), part.size());
  bytes.remove_prefix(part.size());
  return true;
}

std::vector<std::string> split(const std::filesystem::path& file, const Body& body) {
  std::vector<std::string> words;
  words.reserve(body.lengths.size());
  std::size_t begin = 0;
  for (const std::uint8_t length : body.lengths) {
    if (length == 0 || length > Lexicon::longest_word) refuse(file, "has a word of impossible length");
    words.push_back(body.text.substr(begin, length));
    begin += length;
  }
  return words;
}

}  // namespace

Model load_model(const std::filesystem::path& file) {
  const std::string content = read_whole(file);
  std::string_view rest = content;
  Header header;
  if (!take(rest, std::as_writable_bytes(std::span{&header, 1}))) refuse(file, "is not a civility model");
  check(file, header);
  if (XXH3_64bits(rest.data(), rest.size()) != header.checksum)
    refuse(file, "is damaged or cut short (its checksum does not match)");

  Body body;
  body.lengths.resize(header.words);
  if (rest.size() < header.words) refuse(file, "has the wrong size");
  std::size_t text = 0;
  for (std::size_t i = 0; i < header.words; ++i) text += static_cast<unsigned char>(rest[i]);
  body.text.resize(text);
  body.masked.resize(header.masked);
  body.weights.resize(slot_count);
  body.network.vectors.resize((header.words + std::size_t{1}) * Network::dimensions);
  body.network.kernels.resize(Network::dimensions * Network::lanes);
  bool whole = true;
  body.parts([&](std::span<std::byte> part) { whole = whole && take(rest, part); });
  if (!whole || !rest.empty()) refuse(file, "has the wrong size");
  body.numbers([&](float number) {
    if (!std::isfinite(number)) refuse(file, "has a weight that is no number");
  });
  for (const Word word : body.masked)
    if (index_of(word) >= header.words) refuse(file, "names a word that it does not have");
  return Model{Lexicon{split(file, body), std::move(body.masked)}, Linear{body.weights, body.units},
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
