#include "learning/lessons_record.hpp"

#include "core/keyed_hash.hpp"
#include "core/packed_bytes.hpp"

#include <cmath>

namespace signalbox {

namespace {

constexpr std::string_view magic = "SBLESSON";
constexpr std::uint32_t version = 1;
constexpr std::uint32_t max_models = 65'536;
constexpr std::size_t sum_bytes = 8;

std::uint64_t checksum(std::string_view bytes) {
    KeyedHash hash{{}};  // against accidents
    hash.update(bytes);
    return hash.finish()[0];
}

bool take_offset(ByteUnpacker& bytes, double& offset) {
    constexpr double far = 50;  // log-odds
    offset = bytes.take<double>();
    return std::abs(offset) <= far;
}

// Nothing stands for the weights that are built in.
bool take_weights(std::string_view bytes, Lessons& lessons) {
    if (bytes.empty()) return true;
    auto weights = read_weights(bytes);
    if (weights) lessons.weights = std::make_shared<Weights const>(std::move(*weights));
    return weights.has_value();
}

bool take_lessons(ByteUnpacker& bytes, Lessons& lessons) {
    lessons.number = bytes.take<std::uint64_t>();
    lessons.base = bytes.take<std::uint64_t>();
    lessons.at = bytes.take<std::int64_t>();
    for (auto& offset : lessons.by_category) {
        if (!take_offset(bytes, offset)) return false;
    }
    auto const models = bytes.take<std::uint32_t>();
    if (models > max_models) return false;
    for (std::uint32_t i = 0; i < models && bytes.good(); ++i) {
        auto& skill = lessons.models[bytes.take<ModelTag>()];
        if (!take_offset(bytes, skill.skill)) return false;
        for (auto& offset : skill.by_category) {
            if (!take_offset(bytes, offset)) return false;
        }
    }
    return bytes.good() && lessons.models.size() == models && take_weights(bytes.rest(), lessons);
}

}  // namespace

void append_lessons(std::string& out, Lessons const& lessons) {
    auto const from = out.size();
    out.append(magic);
    BytePacker pack{out};
    pack.put(version);
    pack.put(lessons.number);
    pack.put(lessons.base);
    pack.put(lessons.at);
    for (auto const offset : lessons.by_category) pack.put(offset);
    pack.put(static_cast<std::uint32_t>(lessons.models.size()));
    for (auto const& [tag, skill] : lessons.models) {
        pack.put(tag);
        pack.put(skill.skill);
        for (auto const offset : skill.by_category) pack.put(offset);
    }
    if (lessons.weights) out.append(write_weights(*lessons.weights));
    pack.put(checksum(std::string_view{out}.substr(from)));
}

Result<Lessons> read_lessons(std::string_view bytes) {
    if (!bytes.starts_with(magic)) return fail(Errc::invalid_value, "is no file of learned weights");
    if (bytes.size() < magic.size() + sizeof version + sum_bytes) return fail(Errc::invalid_value, "is cut off");
    ByteUnpacker head{bytes.substr(magic.size())};
    if (auto const its = head.take<std::uint32_t>(); its != version) {
        return fail(Errc::invalid_value, "is of version " + std::to_string(its) + ", which is not read here");
    }
    auto const body = bytes.substr(0, bytes.size() - sum_bytes);
    ByteUnpacker tail{bytes.substr(body.size())};
    if (tail.take<std::uint64_t>() != checksum(body)) return fail(Errc::invalid_value, "is damaged");
    Lessons lessons;
    ByteUnpacker unpack{body.substr(magic.size() + sizeof version)};
    if (!take_lessons(unpack, lessons)) return fail(Errc::invalid_value, "says what cannot be");
    return lessons;
}

}  // namespace signalbox
