// The file of remembered routes: whatever the bytes, they are refused or read, and what was read is written again
// as it was.
#include "routing/route_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace signalbox;
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    auto const file = read_route_file(bytes);
    if (!file) return 0;
    auto const again = read_route_file(write_route_file(*file));
    if (!again || again->routes.size() != file->routes.size()) std::abort();
    return 0;
}
