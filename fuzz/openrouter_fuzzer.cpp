// Whatever a model list says: what is read of it reads back the same when it is written, and a price is never negative.

#include "wire/openrouter_models.hpp"
#include "wire/token_price.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace signalbox;
using namespace signalbox::wire;

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_sound(MicroUsd price) { return price >= MicroUsd{} && price <= max_token_price; }

void check_price(std::string_view text) {
    auto const price = read_token_price(text);
    if (!price) return;
    require(is_sound(*price));
    std::string written;
    append_token_price(written, *price);
    require(read_token_price(written) == price);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    check_price(bytes);
    JsonReader reader;
    auto const page = read_openrouter_models(bytes, reader);
    if (!page) return 0;
    for (auto const& model : page->models) {
        if (model.price) require(is_sound(model.price->input) && is_sound(model.price->output));
    }
    std::string written;
    append_openrouter_models(written, page->models);
    auto const again = read_openrouter_models(written, reader);
    require(again && again->models == page->models && again->next.empty());
    return 0;
}
