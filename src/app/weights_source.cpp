#include "app/weights_source.hpp"

#include "app/data_file.hpp"

namespace signalbox::app {

Result<Weights> load_weights(std::string const& path) {
    auto const bytes = read_data_file(path);
    if (!bytes) return std::unexpected(bytes.error());
    auto weights = read_weights(*bytes);
    if (!weights) return fail(Errc::invalid_value, path + ": no weights of the analysis: " + weights.error());
    return std::move(*weights);
}

}  // namespace signalbox::app
