/** Source: CreateService (Windows apps): at most 256 characters, no slashes. Display names often have more; they are no names. */
export function refuseServiceName(service: string): string | undefined {
  if (service.trim() === '') return 'the service is not named';
  if (service.length > 256) return 'a service name has at most 256 characters';
  return /[/\\\u0000-\u001f]/.test(service)
    ? 'a service name has no slash, backslash or control character'
    : undefined;
}
