using Luciole.Data.Preparation;
using Luciole.Data.Studies;

namespace Luciole.Data.Tests.Preparation;

public sealed class ValidationFieldsTests
{
    [Fact]
    public void One_field_in_ten_validates_spread_over_the_numbers()
    {
        var chosen = ValidationFields.Choose([Of("S", Fields(0, 30, "N"))], 10);
        Assert.Equal([5, 15, 25], chosen.Select(key => key.Field).Order());
    }

    [Theory]
    [InlineData(1, 10, 0)]
    [InlineData(2, 10, 1)]
    [InlineData(9, 10, 1)]
    [InlineData(14, 10, 1)]
    [InlineData(15, 10, 2)]
    [InlineData(2, 2, 1)]
    [InlineData(3, 2, 2)]
    [InlineData(7, 3, 2)]
    [InlineData(2, 1000, 1)]
    public void The_share_is_rounded_but_neither_side_is_empty(int fields, int every, int expected) =>
        Assert.Equal(expected, ValidationFields.Choose([Of("S", Fields(0, fields, "N"))], every).Count);

    [Fact]
    public void Every_study_is_covered()
    {
        var chosen = ValidationFields.Choose([Of("A", Fields(0, 3, "N")), Of("B", Fields(0, 4, "MN")), Of("C", Fields(0, 2, "T"))], 10);
        Assert.Equal(["A", "B", "C"], chosen.Select(key => key.Study).Order());
    }

    [Fact]
    public void A_field_validates_for_all_its_organelles()
    {
        // Twenty nuclei ask for two fields, and two actins for one: it is one of the two.
        var chosen = ValidationFields.Choose([Of("S", [.. Fields(0, 18, "N"), .. Fields(18, 2, "AN")])], 10);
        Assert.Equal(2, chosen.Count);
        Assert.Single(chosen, key => key.Field >= 18);
    }

    [Fact]
    public void Where_a_field_less_would_cover_no_more_organelles_the_right_ones_are_found()
    {
        // Each organelle has two targets. Choosing the middle of the chain for the first would leave nothing for the last.
        var fields = new[] { (0, "A"), (1, "AN"), (2, "NT"), (3, "T") };
        AssertCovered(fields, "ANT");
    }

    [Fact]
    public void All_small_studies_are_covered_on_both_sides_where_that_is_possible()
    {
        // Every study of four fields with any organelles, against all its 16 divisions.
        string[] sets = [.. Enumerable.Range(1, 15).Select(bits => string.Concat("NMAT".Where((_, i) => (bits >> i & 1) == 1)))];
        for (var code = 0; code < 15 * 15 * 15 * 15; code += 7)
        {
            (int, string)[] fields = [.. new[] { code % 15, code / 15 % 15, code / 225 % 15, code / 3375 }.Select((set, i) => (i, sets[set]))];
            var demanded = "NMAT".Where(letter => fields.Count(f => f.Item2.Contains(letter)) >= 2).ToList();
            var possible = Enumerable.Range(0, 16).Any(division => demanded.All(letter => BothSides(fields, letter, i => (division >> i & 1) == 1)));
            if (possible)
                AssertCovered(fields, new string([.. demanded]));
        }
    }

    [Fact]
    public void Where_no_division_covers_all_the_rest_is_covered()
    {
        // A triangle: of three fields two share a side, and with it both targets of one organelle.
        var fields = new[] { (0, "NM"), (1, "MA"), (2, "NA") };
        var chosen = ValidationFields.Choose([Study(fields)], 10).Select(key => key.Field).ToHashSet();
        Assert.Equal(2, "NMA".Count(letter => BothSides(fields, letter, chosen.Contains)));
    }

    [Fact]
    public void A_target_alone_in_its_study_trains_where_another_field_can_validate()
    {
        var chosen = ValidationFields.Choose([Study([(0, "N"), (1, "AN"), (2, "N")])], 10);
        Assert.DoesNotContain(new FieldKey("S", 1), chosen);
        Assert.Single(chosen);
    }

    [Fact]
    public void Of_studies_with_a_single_field_one_in_ten_validates()
    {
        List<Study> studies = [.. Enumerable.Range(0, 20).Select(i => Of($"S{i}", Fields(0, 1, "N")))];
        Assert.Equal(["S15", "S5"], ValidationFields.Choose(studies, 10).Select(key => key.Study).Order(StringComparer.Ordinal));
        Assert.Single(ValidationFields.Choose([.. studies.Take(2)], 10));
        Assert.Empty(ValidationFields.Choose([.. studies.Take(1)], 10));
    }

    [Fact]
    public void Fields_that_make_no_pair_have_no_part()
    {
        FieldOfView[] fields = [.. Fields(0, 2, "N"), new(7, [], new Dictionary<Organelle, string> { [Organelle.Nucleus] = "n" }), new(8, [new(Modality.BF, 0, "p")], new Dictionary<Organelle, string>())];
        var chosen = ValidationFields.Choose([Of("S", fields)], 2);
        Assert.True(Assert.Single(chosen).Field < 2);
    }

    [Fact]
    public void One_in_one_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ValidationFields.Choose([], 1));

    private static void AssertCovered((int Number, string Organelles)[] fields, string demanded)
    {
        var chosen = ValidationFields.Choose([Study(fields)], 10).Select(key => key.Field).ToHashSet();
        foreach (var letter in demanded)
            Assert.True(BothSides(fields, letter, chosen.Contains), $"{letter} of {string.Join(' ', fields)}: only {string.Join(' ', chosen)} validate");
    }

    private static bool BothSides((int Number, string Organelles)[] fields, char letter, Func<int, bool> validates) =>
        fields.Where(f => f.Organelles.Contains(letter)).Select(f => validates(f.Number)).Distinct().Count() == 2;

    private static Study Study((int Number, string Organelles)[] fields) => Of("S", [.. fields.SelectMany(f => Fields(f.Number, 1, f.Organelles))]);

    private static Study Of(string name, IReadOnlyList<FieldOfView> fields) => new(name, fields, []);

    private static IEnumerable<FieldOfView> Fields(int first, int count, string organelles) => Enumerable.Range(first, count).Select(number =>
        new FieldOfView(number, [new FieldPlane(Modality.BF, 0, $"p{number}")], organelles.ToDictionary(OrganelleOf, letter => $"{letter}{number}")));

    private static Organelle OrganelleOf(char letter) => Enum.GetValues<Organelle>().Single(organelle => organelle.ToString()[0] == letter);

    private static Study Of(string name, IEnumerable<FieldOfView> fields) => Of(name, [.. fields]);
}
