#include "learning/outcome_record.hpp"

#include "core/packed_bytes.hpp"

#include <cmath>

namespace signalbox {

namespace {

constexpr std::string_view magic = "SBOUTCOM";
constexpr std::size_t envelope = 12;  // length and checksum
constexpr std::uint8_t flag_explored = 1;
constexpr std::uint8_t flag_cost = 2;

std::uint64_t checksum(std::string_view bytes) {
    KeyedHash hash{{}};  // against accidents
    hash.update(bytes);
    return hash.finish()[0];
}

bool is_share(float value) { return value >= 0 && value <= 1; }

bool in_range(Outcome const& outcome) {
    constexpr float far = 50;  // log-odds
    auto const is_near = [&](float value) { return std::abs(value) <= far; };
    return is_share(outcome.score) && is_share(outcome.weight) && is_share(outcome.predicted) &&
           is_share(outcome.propensity) && is_near(outcome.prior) && is_near(outcome.strength) &&
           is_near(outcome.bonus);
}

void put_row(BytePacker& pack, OutcomeRow const& row) {
    pack.put(static_cast<std::uint16_t>(row.cells.size()));
    pack.put(static_cast<std::uint16_t>(row.dense.size()));
    for (auto const& cell : row.cells) {
        pack.put(cell.bin);
        pack.put(cell.value);
    }
    for (auto const value : row.dense) pack.put(value);
}

bool take_row(ByteUnpacker& bytes, OutcomeRow& row) {
    auto const cells = bytes.take<std::uint16_t>();
    auto const dense = bytes.take<std::uint16_t>();
    if (cells > OutcomeRow::max_cells || dense > OutcomeRow::max_dense) return false;
    row.cells.reserve(cells);
    for (int i = 0; i < cells; ++i) {
        auto const bin = bytes.take<std::uint16_t>();
        row.cells.push_back({.bin = bin, .value = bytes.take<std::int16_t>()});
    }
    row.dense.reserve(dense);
    for (int i = 0; i < dense; ++i) {
        row.dense.push_back(bytes.take<float>());
        if (!std::isfinite(row.dense.back())) return false;
    }
    return true;
}

void put_outcome(BytePacker& pack, Outcome const& outcome) {
    pack.put(outcome.id);
    pack.put(outcome.at);
    pack.put(outcome.party);
    pack.put(outcome.model);
    pack.put(static_cast<std::uint8_t>(outcome.category));
    pack.put(static_cast<std::uint8_t>(outcome.source));
    pack.put(static_cast<std::uint8_t>((outcome.explored ? flag_explored : 0) | (outcome.cost ? flag_cost : 0)));
    pack.put(outcome.score);
    pack.put(outcome.weight);
    pack.put(outcome.predicted);
    pack.put(outcome.prior);
    pack.put(outcome.strength);
    pack.put(outcome.bonus);
    pack.put(outcome.propensity);
    pack.put(outcome.cost.value_or(MicroUsd{}).count);
    put_row(pack, outcome.row);
}

bool take_outcome(ByteUnpacker& bytes, Outcome& outcome) {
    outcome.id = bytes.take<std::uint64_t>();
    outcome.at = bytes.take<std::int64_t>();
    outcome.party = bytes.take<std::uint64_t>();
    outcome.model = bytes.take<std::uint64_t>();
    auto const category = bytes.take<std::uint8_t>();
    auto const source = bytes.take<std::uint8_t>();
    auto const flags = bytes.take<std::uint8_t>();
    bool const known = category < category_names.size() && source < outcome_source_names.size() &&
                       (flags & ~(flag_explored | flag_cost)) == 0;
    if (!known) return false;
    outcome.category = static_cast<Category>(category);
    outcome.source = static_cast<OutcomeSource>(source);
    outcome.explored = (flags & flag_explored) != 0;
    outcome.score = bytes.take<float>();
    outcome.weight = bytes.take<float>();
    outcome.predicted = bytes.take<float>();
    outcome.prior = bytes.take<float>();
    outcome.strength = bytes.take<float>();
    outcome.bonus = bytes.take<float>();
    outcome.propensity = bytes.take<float>();
    auto const cost = bytes.take<std::int64_t>();
    if ((flags & flag_cost) != 0) outcome.cost = MicroUsd{cost};
    return take_row(bytes, outcome.row) && bytes.good() && bytes.at_end() && in_range(outcome);
}

}  // namespace

void append_outcome_head(std::string& out, KeyedHash::Key const& secret) {
    auto const from = out.size();
    out.append(magic);
    BytePacker pack{out};
    pack.put(outcome_file_version);
    pack.put(std::uint32_t{0});
    for (auto const word : secret) pack.put(word);
    pack.put(checksum(std::string_view{out}.substr(from)));
}

Result<KeyedHash::Key> read_outcome_head(std::string_view bytes) {
    if (!bytes.starts_with(magic)) return fail(Errc::invalid_value, "is no file of outcomes");
    ByteUnpacker unpack{bytes.substr(magic.size(), outcome_head_bytes - magic.size())};
    auto const version = unpack.take<std::uint32_t>();
    if (unpack.good() && version != outcome_file_version) {
        return fail(Errc::invalid_value, "is of version " + std::to_string(version) + ", which is not read here");
    }
    auto const reserved = unpack.take<std::uint32_t>();
    KeyedHash::Key secret{};
    for (auto& word : secret) word = unpack.take<std::uint64_t>();
    auto const sum = unpack.take<std::uint64_t>();
    bool const whole = unpack.good() && reserved == 0 && sum == checksum(bytes.substr(0, outcome_head_bytes - 8));
    if (!whole) return fail(Errc::invalid_value, "has a damaged head");
    return secret;
}

void append_outcome(std::string& out, Outcome const& outcome) {
    std::string payload;
    BytePacker pack{payload};
    put_outcome(pack, outcome);
    BytePacker around{out};
    around.put(static_cast<std::uint32_t>(payload.size()));
    around.put(checksum(payload));
    out.append(payload);
}

Result<Outcome> read_outcome(std::string_view bytes, std::size_t& size) {
    ByteUnpacker around{bytes.substr(0, envelope)};
    auto const length = around.take<std::uint32_t>();
    auto const sum = around.take<std::uint64_t>();
    if (!around.good()) return fail(Errc::invalid_value, "the record is cut off");
    if (length > max_outcome_bytes - envelope) return fail(Errc::invalid_value, "the record is too long");
    auto const payload = bytes.substr(envelope, length);
    if (payload.size() < length) return fail(Errc::invalid_value, "the record is cut off");
    if (checksum(payload) != sum) return fail(Errc::invalid_value, "the record is damaged");
    Outcome outcome;
    ByteUnpacker unpack{payload};
    if (!take_outcome(unpack, outcome)) return fail(Errc::invalid_value, "the record says what cannot be");
    size = envelope + length;
    return outcome;
}

}  // namespace signalbox
