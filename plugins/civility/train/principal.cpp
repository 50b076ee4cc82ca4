#include "principal.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace moderato::civility {
namespace {

constexpr int sweeps = 12;  // far more than it takes to converge at 100 dimensions

class Matrix {
 public:
  explicit Matrix(std::size_t size) : size_(size), values_(size * size) {}
  double& operator()(std::size_t row, std::size_t column) { return values_[row * size_ + column]; }
  double operator()(std::size_t row, std::size_t column) const { return values_[row * size_ + column]; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::size_t size_;
  std::vector<double> values_;
};

std::vector<double> mean_of(const std::vector<const Vector*>& vectors) {
  std::vector<double> mean(vectors.front()->size());
  for (const Vector* each : vectors)
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += (*each)[i];
  for (double& each : mean) each /= static_cast<double>(vectors.size());
  return mean;
}

Matrix covariance(const std::vector<const Vector*>& vectors, const std::vector<double>& mean) {
  Matrix sums{mean.size()};
  std::vector<double> centred(mean.size());
  for (const Vector* each : vectors) {
    for (std::size_t i = 0; i < mean.size(); ++i) centred[i] = (*each)[i] - mean[i];
    for (std::size_t i = 0; i < mean.size(); ++i)
      for (std::size_t j = i; j < mean.size(); ++j) sums(i, j) += centred[i] * centred[j];
  }
  for (std::size_t i = 0; i < mean.size(); ++i)
    for (std::size_t j = i; j < mean.size(); ++j)
      sums(j, i) = sums(i, j) = sums(i, j) / static_cast<double>(vectors.size());
  return sums;
}

// Turns rows and columns p and q of `matrix` so that its entry (p, q) vanishes, and the columns of `turned` with them.
void rotate(Matrix& matrix, Matrix& turned, std::size_t p, std::size_t q) {
  const double shared = matrix(p, q);
  if (std::abs(shared) < 1e-14) return;
  const double theta = (matrix(q, q) - matrix(p, p)) / (2 * shared);
  const double tangent = (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double cosine = 1 / std::sqrt(tangent * tangent + 1);
  const double sine = tangent * cosine;
  const auto turn = [&](double& a, double& b) {
    const double before = a;
    a = cosine * before - sine * b;
    b = sine * before + cosine * b;
  };
  for (std::size_t k = 0; k < matrix.size(); ++k) turn(matrix(k, p), matrix(k, q));
  for (std::size_t k = 0; k < matrix.size(); ++k) turn(matrix(p, k), matrix(q, k));
  for (std::size_t k = 0; k < matrix.size(); ++k) turn(turned(k, p), turned(k, q));
}

}  // namespace

std::vector<Vector> principal_components(const std::vector<const Vector*>& vectors, std::size_t count,
                                         double deviation) {
  const std::vector<double> mean = mean_of(vectors);
  Matrix spread = covariance(vectors, mean);
  Matrix axes{mean.size()};
  for (std::size_t i = 0; i < mean.size(); ++i) axes(i, i) = 1;
  for (int sweep = 0; sweep < sweeps; ++sweep)
    for (std::size_t p = 0; p < mean.size(); ++p)
      for (std::size_t q = p + 1; q < mean.size(); ++q) rotate(spread, axes, p, q);

  std::vector<std::size_t> order(mean.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return spread(a, a) > spread(b, b); });
  double kept = 0;
  for (std::size_t k = 0; k < count; ++k) kept += spread(order[k], order[k]);
  const double scale = deviation / std::sqrt(kept / static_cast<double>(count));

  std::vector<Vector> moved;
  moved.reserve(vectors.size());
  for (const Vector* each : vectors) {
    Vector& vector = moved.emplace_back(count);
    for (std::size_t k = 0; k < count; ++k) {
      double sum = 0;
      for (std::size_t i = 0; i < mean.size(); ++i) sum += ((*each)[i] - mean[i]) * axes(i, order[k]);
      vector[k] = static_cast<float>(sum * scale);
    }
  }
  return moved;
}

}  // namespace moderato::civility
