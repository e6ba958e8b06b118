using System.Globalization;

namespace Luciole.Configuration;

/// <summary>The kinds of values that keys take, but for the choices among names (<see cref="Choices"/>).</summary>
internal static class Values
{
    public static ValueKind<bool> Boolean { get; } = new("True or False", Accept<bool>(raw => raw.Value as bool?), v => v);

    public static ValueKind<double> AnyNumber { get; } = new("a number", Accept(Number), v => v);

    public static ValueKind<double> Positive { get; } = new("a number above 0", Accept<double>(raw => Number(raw) is > 0 and var v ? v : null), v => v);

    public static ValueKind<int> PositiveOrUnset { get; } = new(
        "a whole number of at least 1, or -1", Accept<int>(raw => Integer(raw) is -1 or (>= 1 and <= int.MaxValue) ? (int)Integer(raw)! : null), v => v);

    public static ValueKind<double?> OptionalNumber { get; } = new("a number, or None", AcceptOrNull(Number), v => v);

    public static ValueKind<int?> OptionalInteger { get; } = new("a whole number, or None", AcceptOrNull<int>(raw => (int?)WithinInt(raw)), v => v);

    public static ValueKind<string> Text { get; } = new("a text", AcceptReference(AsText), v => v);

    public static ValueKind<string?> OptionalText { get; } = new("a text, or empty", AcceptEmpty(AsText), v => v ?? "");

    public static ValueKind<string> Path { get; } = new("a path", AcceptReference(AsPath), v => v);

    public static ValueKind<string?> OptionalPath { get; } = new("a path, or empty", AcceptEmpty(AsPath), v => v ?? "");

    public static ValueKind<string> PathOrEmpty { get; } = new(
        "a path, or empty",
        (RawValue raw, out string value, out string? problem) =>
        {
            value = AsPath(raw) ?? "";
            problem = null;
            return value.Length > 0 || raw.Value is null or "";
        },
        v => v);

    public static ValueKind<string> Device { get; } = new("cpu, cuda or cuda:N", AcceptReference(AsDevice), v => v);

    public static ValueKind<PatchSize> PatchSize { get; } = new(
        "three whole numbers of at least 1: (y, x, channels)",
        Accept<PatchSize>(raw => Integers(raw, 1, 1 << 20) is [var y, var x, var c] ? new PatchSize(y, x, c) : null),
        v => new object?[] { (long)v.Height, (long)v.Width, (long)v.Channels });

    public static ValueKind<Overlap> Overlap { get; } = new(
        "two fractions from 0 to below 1: (y, x)",
        Accept<Overlap>(raw => Numbers(raw, 0, 1) is [< 1 and var y, < 1 and var x] ? new Overlap(y, x) : null),
        v => new object?[] { v.Y, v.X });

    public static ValueKind<Padding> Padding { get; } = new(
        "two whole numbers of at least 0: (y, x)",
        Accept<Padding>(raw => Integers(raw, 0, 1 << 20) is [var y, var x] ? new Padding(y, x) : null),
        v => new object?[] { (long)v.Y, (long)v.X });

    public static ValueKind<Betas> Betas { get; } = new(
        "two numbers from 0 to below 1",
        Accept<Betas>(raw => Numbers(raw, 0, 1) is [< 1 and var first, < 1 and var second] ? new Betas(first, second) : null),
        v => new object?[] { v.First, v.Second });

    public static ValueKind<IReadOnlyList<double>> NumberTuple { get; } = new(
        "a tuple of numbers", AcceptReference(raw => Numbers(raw, double.MinValue, double.MaxValue)), v => v.Cast<object?>().ToArray());

    public static ValueKind<IReadOnlyList<int>?> OptionalIntegerTuple { get; } = new(
        "whole numbers of at least 1, or None",
        (RawValue raw, out IReadOnlyList<int>? value, out string? problem) =>
        {
            problem = null;
            value = Integer(raw) is >= 1 and <= int.MaxValue and var one ? [(int)one] : Integers(raw, 1, int.MaxValue);
            return value is not null || raw.Value is null;
        },
        v => v?.Select(i => (object?)(long)i).ToArray());

    public static ValueKind<IReadOnlyList<IReadOnlyList<string>>> TextGroups { get; } = new(
        "a list of lists of names", AcceptReference(raw => Groups(raw, item => item.Value as string)), v => v.Select(g => (object?)g.Cast<object?>().ToList()).ToList());

    public static ValueKind<IReadOnlyList<IReadOnlyList<double>>> NumberGroups { get; } = new(
        "a list of lists of numbers", AcceptReference(raw => NumberGroupsOf(raw)), v => v.Select(g => (object?)g.Cast<object?>().ToList()).ToList());

    public static ValueKind<int> Integer(int lowest, int highest) => new(
        highest == int.MaxValue ? $"a whole number of at least {lowest}" : $"a whole number from {lowest} to {highest}",
        Accept<int>(raw => Integer(raw) is { } v && v >= lowest && v <= highest ? (int)v : null),
        v => (long)v);

    public static ValueKind<long> Long(long lowest, long highest) => new(
        $"a whole number from {lowest} to {highest}", Accept<long>(raw => Integer(raw) is { } v && v >= lowest && v <= highest ? v : null), v => v);

    public static ValueKind<double> Number(double lowest, double highest) => new(
        highest > 1000 ? $"a number of at least {Shown(lowest)}" : $"a number from {Shown(lowest)} to {Shown(highest)}",
        Accept<double>(raw => Number(raw) is { } v && v >= lowest && v <= highest ? v : null),
        v => v);

    /// <summary>A number for which BiaPy writes -1 when it is not given.</summary>
    public static ValueKind<double?> UnsetNumber(double lowest = double.MinValue, double highest = double.MaxValue) => new(
        lowest == double.MinValue ? "a number, or -1 for none" : highest > 1000 ? $"a number of at least {Shown(lowest)}, or -1 for none" : $"a number from {Shown(lowest)} to {Shown(highest)}, or -1 for none",
        (RawValue raw, out double? value, out string? problem) =>
        {
            problem = null;
            value = Number(raw);
            if (value == -1)
            {
                value = null;
                return true;
            }

            return value >= lowest && value <= highest;
        },
        v => v ?? -1.0);

    public static ValueKind<NumberRange> Range(double lowest, double highest) => new(
        $"two ascending numbers from {Shown(lowest)} to {Shown(highest)}",
        Accept<NumberRange>(raw => Numbers(raw, lowest, highest) is [var a, var b] && a <= b ? new NumberRange(a, b) : null),
        v => new object?[] { v.Lower, v.Upper });

    public static ValueKind<IntegerRange> IntegerRange(int lowest, int highest) => new(
        $"two ascending whole numbers from {lowest} to {highest}",
        Accept<IntegerRange>(raw => Integers(raw, lowest, highest) is [var a, var b] && a <= b ? new IntegerRange(a, b) : null),
        v => new object?[] { (long)v.Lower, (long)v.Upper });

    public static ValueKind<IReadOnlyList<int>> IntegerList(int lowest, int highest) => new(
        $"a list of whole numbers of at least {lowest}", AcceptReference(raw => Integers(raw, lowest, highest)), v => v.Select(i => (object?)(long)i).ToList());

    public static ValueKind<IReadOnlyList<int>> IntegerTuple(int lowest, int highest) => new(
        $"a tuple of whole numbers of at least {lowest}", AcceptReference(raw => Integers(raw, lowest, highest)), v => v.Select(i => (object?)(long)i).ToArray());

    public static ValueKind<IReadOnlyList<double>> NumberList(double lowest, double highest) => new(
        $"a list of numbers from {Shown(lowest)} to {Shown(highest)}", AcceptReference(raw => Numbers(raw, lowest, highest)), v => v.Cast<object?>().ToList());

    /// <summary>A finite number; whole numbers count, texts and booleans do not.</summary>
    public static double? Number(RawValue raw) => raw.Value switch
    {
        long whole => whole,
        double number when double.IsFinite(number) => number,
        _ => null,
    };

    public static long? Integer(RawValue raw) => raw.Value as long?;

    private static long? WithinInt(RawValue raw) => Integer(raw) is >= int.MinValue and <= int.MaxValue and var v ? v : null;

    private static IReadOnlyList<int>? Integers(RawValue raw, int lowest, int highest) =>
        raw.Items is { } items && items.All(i => i is long v && v >= lowest && v <= highest) ? items.Select(i => (int)(long)i!).ToList() : null;

    private static IReadOnlyList<double>? Numbers(RawValue raw, double lowest, double highest) =>
        raw.Items is { } items && items.All(i => Number(RawValue.Of(i)) is { } v && v >= lowest && v <= highest)
            ? items.Select(i => Number(RawValue.Of(i))!.Value).ToList() : null;

    private static IReadOnlyList<IReadOnlyList<T>>? Groups<T>(RawValue raw, Func<RawValue, T?> read)
        where T : class
    {
        var groups = raw.Items?.Select(group => (group as IReadOnlyList<object?>)?.Select(item => read(RawValue.Of(item))).ToList()).ToList();
        return groups is null || groups.Any(g => g is null || g.Any(item => item is null)) ? null : groups.ConvertAll(g => (IReadOnlyList<T>)g!.ConvertAll(item => item!));
    }

    private static IReadOnlyList<IReadOnlyList<double>>? NumberGroupsOf(RawValue raw)
    {
        var groups = raw.Items?.Select(group => group is IReadOnlyList<object?> ? Numbers(RawValue.Of(group), double.MinValue, double.MaxValue) : null).ToList();
        return groups is null || groups.Any(g => g is null) ? null : groups.ConvertAll(g => g!);
    }

    // A folder may be called 123 or 2024_01: what YAML made of it does not matter, the text does.
    private static string? AsText(RawValue raw) => raw.Value switch
    {
        string s => s,
        null => null,
        IReadOnlyList<object?> => null,
        _ => raw.Text,
    };

    private static string? AsPath(RawValue raw)
    {
        var path = raw.Value is object?[] ? raw.Text : AsText(raw);
        if (path is null || path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            return path is "" ? "" : null;
        var trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? "/" : trimmed;
    }

    private static string? AsDevice(RawValue raw) => AsText(raw)?.ToLowerInvariant() is { } device
        && (device is "cpu" or "cuda" || (device.StartsWith("cuda:", StringComparison.Ordinal) && byte.TryParse(device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            ? device : null;

    private static string Shown(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static ValueReader<T> Accept<T>(Func<RawValue, T?> read)
        where T : struct => (RawValue raw, out T value, out string? problem) =>
        {
            var result = read(raw);
            value = result.GetValueOrDefault();
            problem = null;
            return result is not null;
        };

    private static ValueReader<T?> AcceptOrNull<T>(Func<RawValue, T?> read)
        where T : struct => (RawValue raw, out T? value, out string? problem) =>
        {
            value = read(raw);
            problem = null;
            return value is not null || raw.Value is null;
        };

    private static ValueReader<T> AcceptReference<T>(Func<RawValue, T?> read)
        where T : class => (RawValue raw, out T value, out string? problem) =>
        {
            value = read(raw)!;
            problem = null;
            return value is not null and not "";
        };

    private static ValueReader<string?> AcceptEmpty(Func<RawValue, string?> read) => (RawValue raw, out string? value, out string? problem) =>
    {
        value = read(raw) is { Length: > 0 } text ? text : null;
        problem = null;
        return value is not null || raw.Value is null or "";
    };
}
