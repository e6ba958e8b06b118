namespace Luciole.ModelDescriptions.Rules;

/// <summary>How far a reproduced test output may be from the described one.</summary>
internal static class ToleranceRules
{
    public static void Check(DescriptionNode tolerances, Findings findings)
    {
        foreach (var tolerance in tolerances.Items)
        {
            findings.Allow(tolerance["relative_tolerance"], value => Findings.Number(value) is >= 0 and <= 0.01, "a number from 0 to 0.01");
            findings.Allow(tolerance["absolute_tolerance"], value => Findings.Number(value) >= 0, "a number from 0 on");
            findings.Allow(tolerance["mismatched_elements_per_million"], value => value is >= 0L and <= 1000L, "a whole number from 0 to 1000");
        }
    }
}
