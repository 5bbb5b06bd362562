using System.Reflection;
using System.Reflection.Emit;

namespace Cornea.Tests.Architecture;

/// <summary>Which of an assembly's types name which others: in bases, attributes, fields, signatures, and in what their methods' code does.</summary>
/// <remarks>What the compiler makes of a lambda or an iterator counts for the type around it. A constant leaves no trace.</remarks>
internal sealed class TypeReferences(Assembly assembly)
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Each pair of outermost types of which the first names the second.</summary>
    public HashSet<(Type From, Type To)> Find()
    {
        var found = new HashSet<(Type From, Type To)>();
        foreach (Type type in assembly.GetTypes())
        {
            Type outermost = Outermost(type);
            foreach (Type named in Named(type).SelectMany(Parts).Select(Outermost))
                if (named.Assembly == assembly && named != outermost) found.Add((outermost, named));
        }

        return found;
    }

    private static IEnumerable<Type> Named(Type type)
    {
        if (type.BaseType is { } parent) yield return parent;
        foreach (Type inner in type.GetInterfaces()) yield return inner;
        foreach (CustomAttributeData attribute in type.CustomAttributes) yield return attribute.AttributeType;
        foreach (FieldInfo field in type.GetFields(All)) yield return field.FieldType;
        foreach (Type argument in type.GetGenericArguments().SelectMany(parameter => parameter.IsGenericParameter ? parameter.GetGenericParameterConstraints() : [])) yield return argument;
        foreach (MethodBase method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
            foreach (Type named in OfSignature(method).Concat(OfBody(method))) yield return named;
    }

    private static IEnumerable<Type> OfSignature(MethodBase method)
    {
        if (method is MethodInfo { ReturnType: { } result }) yield return result;
        foreach (ParameterInfo parameter in method.GetParameters()) yield return parameter.ParameterType;
    }

    private static IEnumerable<Type> OfBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } code) yield break;
        foreach (LocalVariableInfo local in body.LocalVariables) yield return local.LocalType;
        foreach (ExceptionHandlingClause clause in body.ExceptionHandlingClauses)
            if (clause.Flags == ExceptionHandlingClauseOptions.Clause && clause.CatchType is { } caught) yield return caught;
        Type[] ofType = method.DeclaringType!.GetGenericArguments(), ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (int at = 0; at < code.Length;)
        {
            OpCode operation = code[at] == 0xFE ? Codes[unchecked((short)(0xFE00 | code[at + 1]))] : Codes[code[at]];
            at += operation.Size;
            switch (operation.OperandType)
            {
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    MemberInfo member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod)!;
                    if (member is Type named) yield return named;
                    if (member.DeclaringType is { } owner) yield return owner;
                    if (member is FieldInfo field) yield return field.FieldType;
                    foreach (Type type in member is MethodBase called ? OfSignature(called).Concat(called.IsGenericMethod ? called.GetGenericArguments() : []) : []) yield return type;
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(code, at));
                    break;
                default:
                    at += operation.OperandType switch
                    {
                        OperandType.InlineNone => 0,
                        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                        OperandType.InlineVar => 2,
                        OperandType.InlineI8 or OperandType.InlineR => 8,
                        _ => 4,
                    };
                    break;
            }
        }
    }

    // A list's elements, a function's arguments, and so on.
    private static IEnumerable<Type> Parts(Type type)
    {
        while (type.HasElementType) type = type.GetElementType()!;
        if (type.IsGenericParameter) return [];
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type.IsGenericType ? type.GetGenericTypeDefinition() : type;
    }
}
